// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
use futures::{stream, StreamExt};
use std::{cell::Cell, time::Duration};
use tokio::time::sleep;

struct Running<'a>(&'a Cell<i32>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

async fn square(number: i32, running: &Cell<i32>) -> i32 {
    running.set(running.get() + 1);
    let _running = Running(running);
    sleep(Duration::from_millis(10)).await;
    number * number
}

#[tokio::main]
async fn main() {
    let (pulled, running) = (Cell::new(0), Cell::new(0));
    let numbers = (1..).inspect(|number| pulled.set(*number));
    let squares = stream::iter(numbers).map(|number| square(number, &running));
    squares
        .buffered(4)
        .take(5)
        .for_each(|result| async move {
            sleep(Duration::from_millis(50)).await;
            println!("{result}");
        })
        .await;
    println!("pulled {}, running {}", pulled.get(), running.get());
}
