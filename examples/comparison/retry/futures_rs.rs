// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
use futures::{stream, StreamExt};
use std::{io, time::Duration};
use tokio::time::{sleep, timeout};

async fn fetch(line: &str) -> usize {
    sleep(Duration::from_millis(if line == "slow" { 10_000 } else { 1 })).await;
    line.len()
}

async fn patiently(line: String) -> (String, Option<usize>) {
    for attempt in 0..3 {
        if let Ok(size) = timeout(Duration::from_millis(500), fetch(&line)).await {
            return (line, Some(size));
        }
        sleep(Duration::from_millis(10 << attempt)).await;
    }
    (line, None)
}

#[tokio::main]
async fn main() {
    let lines = io::stdin().lines().map(Result::unwrap);
    let mut sizes = stream::iter(lines).map(patiently).buffered(4);
    while let Some((line, size)) = sizes.next().await {
        println!("{line}: {}", size.map_or("failed".to_string(), |size| size.to_string()));
    }
}
