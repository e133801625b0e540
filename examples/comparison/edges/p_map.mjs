// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Three edges: a source that fails, a first call that is slow, and a loop that is left.
import {setTimeout as sleep} from 'node:timers/promises';
import {pMapIterable} from 'p-map';

const limits = {concurrency: 4, backpressure: 8};
let pulled = 0;
let running = 0;
let results = 0;

function * numbers() {
	for (;;) {
		yield ++pulled;
	}
}

function * five() {
	yield * [1, 2, 3, 4, 5];
	throw new Error('no more');
}

async function slow(number) {
	running++;
	await sleep(10);
	running--;
	return number;
}

async function slowFirst(number) {
	if (number === 1) {
		await sleep(1000);
		console.log(`${pulled} items pulled before the first result`);
	}

	return number;
}

try {
	for await (const _ of pMapIterable(five(), slow, limits)) {
		results++;
	}
} catch {
	console.log(`${results} results before the error of the source`);
}

for await (const _ of pMapIterable(numbers(), slowFirst, limits)) {
	break;
}

for await (const _ of pMapIterable(numbers(), slow, limits)) {
	break;
}

console.log(`${running} calls running after the loop`);
