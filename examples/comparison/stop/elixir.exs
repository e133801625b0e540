# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
square = fn number ->
  Process.sleep(10)
  number * number
end

pulled = :counters.new(1, [])

numbers =
  Stream.iterate(1, &(&1 + 1))
  |> Stream.each(fn _ -> :counters.add(pulled, 1, 1) end)

{:ok, supervisor} = Task.Supervisor.start_link()

supervisor
|> Task.Supervisor.async_stream(numbers, square, max_concurrency: 4)
|> Stream.take(5)
|> Enum.each(fn {:ok, result} ->
  Process.sleep(50)
  IO.puts(result)
end)

running = length(Task.Supervisor.children(supervisor))
IO.puts("pulled #{:counters.get(pulled, 1)}, running #{running}")
