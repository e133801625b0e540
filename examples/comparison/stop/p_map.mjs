// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import {setTimeout as sleep} from 'node:timers/promises';
import {pMapIterable} from 'p-map';

let pulled = 0;
const running = new Set();

function * numbers() {
	for (;;) {
		yield ++pulled;
	}
}

async function square(number) {
	await sleep(10);
	return number * number;
}

// Mappers that run when the loop is left go on: they are remembered here, to be waited for.
function remembered(number) {
	const call = square(number).finally(() => running.delete(call));
	running.add(call);
	return call;
}

let taken = 0;
for await (const result of pMapIterable(numbers(), remembered, {concurrency: 4, backpressure: 8})) {
	await sleep(50);
	console.log(result);
	if (++taken === 5) {
		break;
	}
}

await Promise.allSettled(running);
console.log(`pulled ${pulled}, running ${running.size}`);
