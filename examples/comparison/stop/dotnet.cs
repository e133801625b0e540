// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
using System.Threading.Tasks.Dataflow;

int pulled = 0, running = 0;
var stop = new CancellationTokenSource();
var squares = new TransformBlock<int, int>(
    Square, new() { MaxDegreeOfParallelism = 4, BoundedCapacity = 8, CancellationToken = stop.Token });
var feeding = Feed();
for (var taken = 0; taken != 5; taken++)
{
    var result = await squares.ReceiveAsync();
    await Task.Delay(50);
    Console.WriteLine(result);
}
stop.Cancel();
await feeding;
await Task.WhenAny(squares.Completion); // ends when no call runs any more; awaited itself, it would throw
Console.WriteLine($"pulled {pulled}, running {running}");

async Task Feed()
{
    while (await squares.SendAsync(++pulled)) { }
}

async Task<int> Square(int number)
{
    Interlocked.Increment(ref running);
    await Task.Delay(10);
    Interlocked.Decrement(ref running);
    return number * number;
}
