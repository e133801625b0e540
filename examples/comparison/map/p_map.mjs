// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {pMapIterable} from 'p-map';

async function measure(line) {
	await sleep(10);
	return line.length;
}

const lines = createInterface({input: process.stdin});
for await (const size of pMapIterable(lines, measure, {concurrency: 4, backpressure: 8})) {
	console.log(size);
}
