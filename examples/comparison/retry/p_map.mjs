// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {pMapIterable} from 'p-map';
import pRetry from 'p-retry';

async function fetch(line, signal) {
	await sleep(line === 'slow' ? 10_000 : 1, undefined, {signal});
	return line.length;
}

async function patiently(line) {
	try {
		const attempt = () => fetch(line, AbortSignal.timeout(500));
		return [line, await pRetry(attempt, {retries: 2, minTimeout: 10})];
	} catch {
		return [line, 'failed'];
	}
}

const lines = createInterface({input: process.stdin});
for await (const [line, outcome] of pMapIterable(lines, patiently, {concurrency: 4, backpressure: 8})) {
	console.log(`${line}: ${outcome}`);
}
