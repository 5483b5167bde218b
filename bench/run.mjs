// SPDX-License-Identifier: EUPL-1.2
// One table of all numbers that the product promises. Every measured round stands beside a round
// of its reference, and medians are compared, because machines and neighbours are never quiet.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

import { measureFitReceiving } from './parts/fit_receiving.mjs';
import { measureFitRoutes } from './parts/fit_routes.mjs';
import { measureFitStreams } from './parts/fit_streams.mjs';
import { measureFitSubmissions } from './parts/fit_submissions.mjs';
import { measureForms } from './parts/forms.mjs';
import { measurePlan } from './parts/plan.mjs';
import { measureRollout } from './parts/rollout.mjs';
import { measureLargeSchema, measureSchemaReading } from './parts/schemas.mjs';
import { measureSteering } from './parts/steering.mjs';
import { measureXzufi } from './parts/xzufi.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const binary = process.env.GORDION_BINARY ?? join(root, 'build/release/gordion');
const submitBench =
  process.env.GORDION_SUBMIT_BENCH ?? join(root, 'build/release/gordion_submit_bench');
const rounds = 5;
const secondsPerRound = 3;
const dogTax = '99102013002000';
const groede = '010545459039';

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const percentile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const progress = (text) => process.stderr.write(`   ${text}\n`);

// ---- servers --------------------------------------------------------------------------------

async function serve(words) {
  const began = performance.now();
  const child = spawn(binary, [...words, '--listen=127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const line = said.match(/^Gordion serves on (\S+)$/m);
      if (line) resolve(line[1]);
    });
    child.once('exit', () => reject(new Error(`gordion ended:\n${said}`)));
  });
  while ((await fetch(`${url}/readyz`)).status !== 200) await pause(1);
  const startMs = performance.now() - began;
  return {
    url,
    startMs,
    residentMb: () => {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

// ---- load -----------------------------------------------------------------------------------

const units = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** wrk: { perSecond, p99 in ms, failed }. */
async function load(url, path, headers = {}, seconds = secondsPerRound) {
  const more = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const child = spawn('wrk', ['-t1', '-c64', `-d${seconds}s`, '--latency', ...more, url + path]);
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  await once(child, 'close');
  const [, p99, unit] = said.match(/99%\s+([\d.]+)(us|ms|s|m)/) ?? [];
  const failed = said.match(/Non-2xx or 3xx responses: (\d+)/)?.[1] ?? '0';
  return {
    perSecond: Number(said.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p99: Number(p99) * units[unit],
    failed: Number(failed),
  };
}

/** Latencies in ms at a constant rate, counted from the moment at which each request was due. */
async function constantRate(url, paths, perSecond, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const latencies = [];
  const ask = (path, due) =>
    new Promise((resolve, reject) => {
      const request = http.get(url + path, { agent }, (response) => {
        response.resume();
        response.on('end', () => {
          if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
          latencies.push(performance.now() - due);
          resolve();
        });
      });
      request.on('error', reject);
    });
  const began = performance.now();
  const all = [];
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; sent <= due && sent < perSecond * seconds; ++sent) {
      all.push(ask(paths[sent % paths.length], began + (sent / perSecond) * 1000));
    }
    await pause(1);
  }
  await Promise.all(all);
  agent.destroy();
  return latencies;
}

/** In a thread of its own: connections that do nothing, and some that drip a byte per second. */
async function crowd({ port, idle, slow }) {
  const open = (count) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        return socket;
      }),
    );
  await open(idle);
  const drip = 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ';
  const slowOnes = await open(slow);
  let at = 0;
  setInterval(() => {
    for (const socket of slowOnes) if (!socket.destroyed) socket.write(drip[at] ?? 'x');
    at += 1;
  }, 1000);
  parentPort.postMessage('there');
}

// ---- what is measured -----------------------------------------------------------------------

const table = [];
const add = (number, value, reference, ratio, goal, reached) =>
  table.push([number, value, reference, ratio, goal, reached ? 'yes' : 'NO']);

function fsyncsPerSecond(folder) {
  const file = fs.openSync(join(folder, 'fsync'), 'w');
  const bytes = Buffer.alloc(4096);
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < 1000; ++count) {
    fs.writeSync(file, bytes);
    fs.fdatasyncSync(file);
  }
  fs.closeSync(file);
  return count;
}

async function measureStart(data) {
  const starts = [];
  const resident = [];
  for (let round = 0; round < rounds; ++round) {
    const server = await serve(['serve', `--data=${data}`]);
    starts.push(server.startMs);
    resident.push(server.residentMb());
    await server.stop();
  }
  const ms = median(starts);
  add('start of serve with all of Germany', `${ms.toFixed(0)} ms`, '', '', '< 1000 ms', ms < 1000);
  const mb = median(resident);
  add('resident memory after the start', `${mb.toFixed(0)} MB`, '', '', '< 200 MB', mb < 200);
}

function measureImport(folder) {
  const file = join(root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt');
  const times = [];
  for (let round = 0; round < 3; ++round) {
    const data = join(folder, `import-${round}`);
    const began = performance.now();
    execFileSync(binary, ['regions', 'import', file, `--data=${data}`]);
    times.push(performance.now() - began);
  }
  const ms = median(times);
  add('regions import into a fresh database', `${ms.toFixed(0)} ms`, '', '', '< 2000 ms', ms < 2000);
}

/** Rounds of `measured` between rounds of /healthz. */
async function beside(url, path, headers) {
  const reference = [];
  const measured = [];
  for (let round = 0; round < rounds; ++round) {
    reference.push((await load(url, '/healthz')).perSecond);
    measured.push(await load(url, path, headers));
  }
  const failed = measured.reduce((sum, one) => sum + one.failed, 0);
  if (failed > 0) throw new Error(`${path}: ${failed} answers were no success`);
  return {
    reference: median(reference),
    perSecond: median(measured.map((one) => one.perSecond)),
    p99: median(measured.map((one) => one.p99)),
  };
}

const rate = (number) => `${Math.round(number)}/s`;

async function measurePages(url) {
  const place = await beside(url, '/api/v1/places?postcode=25869');
  const placeRatio = place.perSecond / place.reference;
  add('place by postcode', rate(place.perSecond), `/healthz ${rate(place.reference)}`,
    placeRatio.toFixed(2), '≥ 0.5', placeRatio >= 0.5);

  const start = await fetch(`${url}/antrag/start`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ key: dogTax, ars: groede }) });
  const cookie = start.headers.get('Set-Cookie').split(';')[0];
  const seen = await fetch(`${url}/antrag/halter`, { headers: { Cookie: cookie } });
  // wrk counts a redirect as a success.
  if (seen.status !== 200 || seen.redirected) throw new Error('this is no question page');
  const question = await beside(url, '/antrag/halter', { Cookie: cookie });
  const ratio = question.perSecond / question.reference;
  add('question page with session and draft', rate(question.perSecond),
    `/healthz ${rate(question.reference)}`, ratio.toFixed(3), '≥ 0.05', ratio >= 0.05);
  add('… p99 at 64 connections', `${question.p99.toFixed(1)} ms`, '', '', '< 20 ms',
    question.p99 < 20);
}

async function measureSearch(url) {
  const words = ['hund anmelden', 'Hunde steuer', 'parkausweis anwohner', 'umziehen', 'feuerwerk',
    'personalausweis', 'geburtsurkunde', 'gewerbe anmelden', 'fuehrerschein', 'wohngeld'];
  const paths = words.map((word) => `/api/v1/services?q=${encodeURIComponent(word)}`);
  const reference = [];
  const measured = [];
  await constantRate(url, paths, 500, 1);
  for (let round = 0; round < rounds; ++round) {
    reference.push(percentile(await constantRate(url, ['/healthz'], 500, 3), 0.99));
    measured.push(percentile(await constantRate(url, paths, 500, 3), 0.99));
  }
  const p99 = median(measured);
  add('service search, p99 at 500 requests/s', `${p99.toFixed(1)} ms`,
    `/healthz ${median(reference).toFixed(1)} ms`, (p99 / median(reference)).toFixed(2), '< 10 ms',
    p99 < 10);
}

async function measureCrowd(url) {
  const alone = [];
  const crowded = [];
  for (let round = 0; round < 3; ++round) {
    alone.push((await load(url, '/healthz')).perSecond);
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { port: Number(new URL(url).port), idle: 2000, slow: 200 } });
    await once(worker, 'message');
    crowded.push((await load(url, '/healthz')).perSecond);
    await worker.terminate();
    await pause(300);
  }
  const ratio = median(crowded) / median(alone);
  add('beside 2,000 idle and 200 slow connections', rate(median(crowded)),
    `alone ${rate(median(alone))}`, ratio.toFixed(2), '≥ 0.8', ratio >= 0.8);
}

async function measureWholeSubmit(url) {
  const file = join(root, 'packages/hundesteuer-anmeldung/examples/gueltig-ein-hund.json');
  const { answers } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const body = JSON.stringify({ service: dogTax, ars: groede, answers });
  const times = [];
  for (let post = 0; post < 60; ++post) {
    const began = performance.now();
    const response = await fetch(`${url}/api/v1/antraege`, {
      method: 'POST', body,
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() } });
    await response.arrayBuffer();
    if (response.status !== 201) throw new Error(`submit: ${response.status}`);
    if (post >= 10) times.push(performance.now() - began);
  }
  return median(times);
}

function measureSubmitParts(data, wholeMs) {
  const parts = JSON.parse(execFileSync(submitBench, [data], { encoding: 'utf8' }));
  add('submit over HTTP, one sender', `${wholeMs.toFixed(1)} ms`, '', '', 'reported', true);
  const rest = wholeMs - parts.encrypt_ms - parts.store_ms;
  add('… validate, copy as PDF, HTTP', `${rest.toFixed(1)} ms`, '', '', 'reported', true);
  add('… encrypt', `${parts.encrypt_ms.toFixed(1)} ms`, '', '', 'reported', true);
  add('… store (durable)', `${parts.store_ms.toFixed(1)} ms`, '', '', 'reported', true);
  const ratio = parts.store_per_second / parts.bare_per_second;
  add(`store, ${parts.senders} senders`, rate(parts.store_per_second),
    `bare loop ${rate(parts.bare_per_second)}`, ratio.toFixed(2), '≥ 0.7', ratio >= 0.7);
}

// ---- report ---------------------------------------------------------------------------------

function describeMachine(fsyncs) {
  const version = (...command) =>
    execFileSync(command[0], command.slice(1), { encoding: 'utf8' }).trim().split('\n')[0];
  return [
    `processor  ${os.cpus()[0].model}, ${os.cpus().length} cores`,
    `memory     ${(os.totalmem() / 1024 ** 3).toFixed(0)} GB`,
    `disk       ${fsyncs} fdatasync/s of 4 KiB (measured in this run)`,
    `load       ${os.loadavg()[0].toFixed(1)} at the beginning (1 minute)`,
    `system     Linux ${os.release()}, node ${process.version}`,
    `gordion    ${version(binary, '--version')}, ${version('g++', '--version')}`,
    `revision   ${version('git', '-C', root, 'rev-parse', '--short', 'HEAD')}`,
  ];
}

function printTable(machine) {
  const head = ['Number', 'Measured', 'Reference', 'Ratio', 'Goal', 'Reached'];
  const lines = [head, head.map(() => '---'), ...table].map((row) => `| ${row.join(' | ')} |`);
  console.log(['```', ...machine, '```', '', ...lines].join('\n'));
}

async function main() {
  const folder = fs.mkdtempSync(join(process.env.GORDION_BENCH_FOLDER ?? os.tmpdir(), 'bench.'));
  const data = join(folder, 'data');
  try {
    const machine = describeMachine(fsyncsPerSecond(folder));
    const page = `/leistung/${dogTax}/${groede}`;
    const parts = {
      routes: () => measureFitRoutes({ add, median, root }),
      submissions: () => measureFitSubmissions({ add, median, root }),
      streams: () => measureFitStreams({ add, percentile }),
      receiving: () => measureFitReceiving({ add, median, root }),
      forms: () => measureForms({ add, median, root, folder, binary }),
      rollout: () => measureRollout({ add, median, root, folder, binary, serve, page }),
      schemas: async () => {
        measureSchemaReading({ add, median, root, folder });
        await measureLargeSchema({ add, binary, folder });
      },
      steering: () => measureSteering({ add, root, folder, binary }),
      plan: () => measurePlan({ add, root }),
      xzufi: () => measureXzufi({ add, root, binary, folder }),
    };
    const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
    if (only) {
      if (!parts[only]) throw new Error(`--only takes ${Object.keys(parts).join(', ')}`);
      await parts[only]();
      printTable(machine);
      return;
    }
    progress('setting up the demonstration');
    await (await serve(['demo', `--data=${data}`])).stop();
    progress('start and memory');
    await measureStart(data);
    progress('import');
    measureImport(folder);
    const server = await serve(['serve', `--data=${data}`]);
    progress('pages');
    await measurePages(server.url);
    progress('search');
    await measureSearch(server.url);
    progress('crowd');
    await measureCrowd(server.url);
    progress('submit');
    const whole = await measureWholeSubmit(server.url);
    await server.stop();
    measureSubmitParts(data, whole);
    progress('schemas');
    await parts.schemas();
    progress('XZuFi');
    await parts.xzufi();
    progress('joining, rollout and rollback of everybody');
    await parts.rollout();
    progress('forms');
    await parts.forms();
    progress('routes of FIT-Connect');
    await parts.routes();
    progress('steering');
    await parts.steering();
    progress('submissions of FIT-Connect');
    await parts.submissions();
    progress('attachments of FIT-Connect');
    await parts.streams();
    progress('receiving over FIT-Connect');
    await parts.receiving();
    printTable(machine);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (isMainThread) await main();
else await crowd(workerData);
