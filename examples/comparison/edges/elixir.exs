# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# Three edges: a source that fails, a first call that is slow, and a loop that is left.
pulled = :counters.new(1, [])

numbers =
  Stream.iterate(1, &(&1 + 1))
  |> Stream.each(fn _ -> :counters.add(pulled, 1, 1) end)

five =
  Stream.map(1..6, fn
    6 -> raise("no more")
    number -> number
  end)

slow = fn number ->
  Process.sleep(10)
  number
end

slow_first = fn number ->
  if number == 1 do
    Process.sleep(1000)
    IO.puts("#{:counters.get(pulled, 1)} items pulled before the first result")
  end

  number
end

results = :counters.new(1, [])

try do
  five
  |> Task.async_stream(slow, max_concurrency: 4)
  |> Enum.each(fn _ -> :counters.add(results, 1, 1) end)
rescue
  _ -> IO.puts("#{:counters.get(results, 1)} results before the error of the source")
end

numbers |> Task.async_stream(slow_first, max_concurrency: 4) |> Enum.take(1)

{:ok, supervisor} = Task.Supervisor.start_link()
supervisor |> Task.Supervisor.async_stream(numbers, slow, max_concurrency: 4) |> Enum.take(1)
IO.puts("#{length(Task.Supervisor.children(supervisor))} calls running after the loop")
