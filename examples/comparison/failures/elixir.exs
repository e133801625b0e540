# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# A task that crashes is logged as well, by default on the standard output.
Logger.configure(level: :none)

measure = fn line ->
  Process.sleep(10)
  if line == "bad", do: raise("not measurable")
  {line, String.length(line)}
end

{:ok, supervisor} = Task.Supervisor.start_link()
lines = Stream.map(IO.stream(), &String.trim_trailing(&1, "\n"))

supervisor
|> Task.Supervisor.async_stream_nolink(lines, measure, max_concurrency: 4, zip_input_on_exit: true)
|> Enum.each(fn
  {:ok, {line, size}} -> IO.puts("#{line}: #{size}")
  {:exit, {line, {error, _stack}}} -> IO.puts("#{line}: #{Exception.message(error)}")
end)
