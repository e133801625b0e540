# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
measure = fn line ->
  Process.sleep(10)
  String.length(line)
end

IO.stream()
|> Stream.map(&String.trim_trailing(&1, "\n"))
|> Task.async_stream(measure, max_concurrency: 4)
|> Enum.each(fn {:ok, size} -> IO.puts(size) end)
