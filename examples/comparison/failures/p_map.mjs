// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {pMapIterable} from 'p-map';

async function measure(line) {
	await sleep(10);
	if (line === 'bad') {
		throw new Error('not measurable');
	}

	return line.length;
}

async function attempt(line) {
	try {
		return [line, await measure(line)];
	} catch (error) {
		return [line, error.message];
	}
}

const lines = createInterface({input: process.stdin});
for await (const [line, outcome] of pMapIterable(lines, attempt, {concurrency: 4, backpressure: 8})) {
	console.log(`${line}: ${outcome}`);
}
