// SPDX-License-Identifier: EUPL-1.2
// Ten attachments of 200 MB stream into a delivery server at once, while others ask /healthz.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

const streams = 10;
const megabytes = 200;
const piece = Buffer.alloc(256 * 1024, 'Gordion_');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A real JWE whose ciphertext is as long as it is to be: the server has no key and checks the shape.
function* bytesOf(jwe) {
  const [header, key, iv, , tag] = jwe.split('.');
  yield Buffer.from(`${header}.${key}.${iv}.`);
  for (let left = megabytes * 1024 * 1024; left > 0; left -= piece.length) yield piece;
  yield Buffer.from(`.${tag}`);
}

async function upload(url, token, { path, length, jwe }) {
  const request = http.request(url + path, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/jose', 'Content-Length': length },
  });
  const answered = once(request, 'response');
  await pipeline(Readable.from(bytesOf(jwe)), request);
  const [answer] = await answered;
  answer.resume();
  if (answer.statusCode !== 204) throw new Error(`the upload ended with ${answer.statusCode}`);
}

async function askHealth(url, times, isOver) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  while (!isOver()) {
    const began = performance.now();
    const request = http.get(`${url}/healthz`, { agent });
    const [answer] = await once(request, 'response');
    answer.resume();
    await once(answer, 'end');
    times.push(performance.now() - began);
    await pause(5);
  }
  agent.destroy();
}

export async function measureFitStreams({ add, percentile }) {
  const walk = await import('../../tests/journeys/support.mjs');
  const fit = await import('../../tests/journeys/fitconnect.mjs');
  try {
    const place = await fit.prepare();
    const server = await fit.start(place);
    const who = await fit.furnish(place, server.url);
    const token = await fit.fetchToken(server.url, who.sender);
    const jwe = await fit.encrypt('x', who.encryption, 'text/plain');
    const length = [...bytesOf(jwe)].reduce((sum, { length: bytes }) => sum + bytes, 0);
    const uploads = [];
    for (let i = 0; i < streams; i += 1) {
      const attachment = randomUUID();
      const made = await fit.call(server.url, 'POST', '/v2/submissions', { token, json: {
        destinationId: who.destination,
        announcedAttachments: [attachment],
        publicService: { identifier: fit.service, name: 'Hundesteuer' },
      } });
      uploads.push({ jwe, length, path: `/v2/submissions/${made.body.submissionId}/attachments/${attachment}` });
    }
    const times = [];
    let isOver = false;
    const asked = askHealth(server.url, times, () => isOver);
    const began = performance.now();
    await Promise.all(uploads.map((one) => upload(server.url, token, one)));
    const seconds = (performance.now() - began) / 1000;
    isOver = true;
    await asked;
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    const peak = Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024;
    await server.stop();
    add(`${streams} attachments of ${megabytes} MB at once, peak memory`, `${peak.toFixed(0)} MB`,
      `in ${seconds.toFixed(1)} s`, '', '< 300 MB', peak < 300);
    add('… /healthz meanwhile, p99', `${percentile(times, 0.99).toFixed(1)} ms`, '', '', 'reported', true);
  } finally {
    walk.cleanUp();
  }
}
