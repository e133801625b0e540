# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
defmodule Patient do
  def fetch(line) do
    Process.sleep(if line == "slow", do: 10_000, else: 1)
    String.length(line)
  end

  # A limit of async_stream is for all attempts together: each has a task of its own.
  def fetch(line, attempts, delay) do
    task = Task.async(fn -> fetch(line) end)

    case Task.yield(task, 500) || Task.shutdown(task, :brutal_kill) do
      {:ok, size} ->
        {line, size}

      _ when attempts == 1 ->
        {line, "failed"}

      _ ->
        Process.sleep(delay)
        fetch(line, attempts - 1, 2 * delay)
    end
  end
end

IO.stream()
|> Stream.map(&String.trim_trailing(&1, "\n"))
|> Task.async_stream(&Patient.fetch(&1, 3, 10), max_concurrency: 4, timeout: :infinity)
|> Enum.each(fn {:ok, {line, outcome}} -> IO.puts("#{line}: #{outcome}") end)
