// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
using System.Threading.Tasks.Dataflow;

var outcomes = new TransformBlock<string, string>(Patiently, new() { MaxDegreeOfParallelism = 4, BoundedCapacity = 8 });
var feeding = Feed();
await foreach (var outcome in outcomes.ReceiveAllAsync())
    Console.WriteLine(outcome);
await feeding;
await outcomes.Completion;

async Task Feed()
{
    while (Console.ReadLine() is { } line && await outcomes.SendAsync(line)) { }
    outcomes.Complete();
}

async Task<int> Fetch(string line, CancellationToken stop)
{
    await Task.Delay(line == "slow" ? 10_000 : 1, stop);
    return line.Length;
}

async Task<string> Patiently(string line)
{
    for (var attempt = 0; attempt != 3; attempt++)
    {
        using var limit = new CancellationTokenSource(500);
        try
        {
            return $"{line}: {await Fetch(line, limit.Token)}";
        }
        catch
        {
            await Task.Delay(10 << attempt);
        }
    }
    return $"{line}: failed";
}
