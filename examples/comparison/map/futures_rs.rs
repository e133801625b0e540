// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
use futures::{stream, StreamExt};
use std::{io, time::Duration};
use tokio::time::sleep;

async fn measure(line: String) -> usize {
    sleep(Duration::from_millis(10)).await;
    line.len()
}

#[tokio::main]
async fn main() {
    let lines = io::stdin().lines().map(Result::unwrap);
    let mut sizes = stream::iter(lines).map(measure).buffered(4);
    while let Some(size) = sizes.next().await {
        println!("{size}");
    }
}
