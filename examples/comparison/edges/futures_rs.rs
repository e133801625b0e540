// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Two edges: a source that fails, as try_buffered has it, and a first call that is slow.
use futures::{stream, StreamExt, TryStreamExt};
use std::{cell::Cell, time::Duration};
use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let five = (1..=6).map(|number| if number == 6 { Err("no more") } else { Ok(number) });
    let slow = |number: i32| async move {
        sleep(Duration::from_millis(10)).await;
        Ok::<_, &str>(number)
    };
    let mut all = stream::iter(five).map_ok(slow).try_buffered(8);
    let mut results = 0;
    while let Some(Ok(_)) = all.next().await {
        results += 1;
    }
    println!("{results} results before the error of the source");

    let pulled = Cell::new(0);
    let numbers = (1..).inspect(|number| pulled.set(*number));
    let slow_first = |number: i32| {
        let pulled = &pulled;
        async move {
            if number == 1 {
                sleep(Duration::from_secs(1)).await;
                println!("{} items pulled before the first result", pulled.get());
            }
        }
    };
    stream::iter(numbers).map(slow_first).buffered(8).next().await;
}
