// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
using System.Threading.Tasks.Dataflow;

var sizes = new TransformBlock<string, int>(Measure, new() { MaxDegreeOfParallelism = 4, BoundedCapacity = 8 });
var feeding = Feed();
await foreach (var size in sizes.ReceiveAllAsync())
    Console.WriteLine(size);
await feeding;
await sizes.Completion;

async Task Feed()
{
    while (Console.ReadLine() is { } line && await sizes.SendAsync(line)) { }
    sizes.Complete();
}

async Task<int> Measure(string line)
{
    await Task.Delay(10);
    return line.Length;
}
