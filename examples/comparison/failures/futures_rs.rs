// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
use futures::{stream, StreamExt};
use std::{io, time::Duration};
use tokio::time::sleep;

async fn measure(line: &str) -> Result<usize, &'static str> {
    sleep(Duration::from_millis(10)).await;
    if line == "bad" {
        return Err("not measurable");
    }
    Ok(line.len())
}

#[tokio::main]
async fn main() {
    let lines = io::stdin().lines().map(Result::unwrap);
    let mut sizes = stream::iter(lines)
        .map(|line| async { (measure(&line).await, line) })
        .buffered(4);
    while let Some((size, line)) = sizes.next().await {
        match size {
            Ok(size) => println!("{line}: {size}"),
            Err(error) => println!("{line}: {error}"),
        }
    }
}
