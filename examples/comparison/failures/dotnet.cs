// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
using System.Threading.Tasks.Dataflow;

var outcomes = new TransformBlock<string, string>(Attempt, new() { MaxDegreeOfParallelism = 4, BoundedCapacity = 8 });
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

async Task<int> Measure(string line)
{
    await Task.Delay(10);
    if (line == "bad")
        throw new InvalidDataException("not measurable");
    return line.Length;
}

async Task<string> Attempt(string line)
{
    try
    {
        return $"{line}: {await Measure(line)}";
    }
    catch (Exception error)
    {
        return $"{line}: {error.Message}";
    }
}
