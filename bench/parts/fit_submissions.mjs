// SPDX-License-Identifier: EUPL-1.2
// Durable submissions of FIT-Connect: in process on SQLite beside SQLite alone, and over HTTP on
// PostgreSQL beside a Fastify program that only inserts. Both PostgreSQLs are one server that waits
// for its disk.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const rounds = 5;
const seconds = 4;
const payload = JSON.stringify({ text: 'x'.repeat(4096 - 11) });

// Announces, and submits what was announced: whoever is free takes the next. The same script for
// both sides, so that what it costs the client meets both.
function script({ token, announcement, content }) {
  return `
local headers = { ["Authorization"] = "Bearer ${token}", ["Content-Type"] = "application/json" }
local content = ${JSON.stringify(content)}
local ids, announce = {}, nil
init = function()
  announce = wrk.format("POST", "/v2/submissions", headers, ${JSON.stringify(announcement)})
end
request = function()
  local id = table.remove(ids)
  return id and wrk.format("PUT", "/v2/submissions/" .. id, headers, content) or announce
end
response = function(status, _, body)
  if status == 201 then ids[#ids + 1] = body:match('"submissionId":"([^"]+)"') end
end
`;
}

/** Requests per second; a pair of announcing and submitting is two. */
async function load(url, file) {
  const child = spawn('wrk', ['-t1', '-c64', `-d${seconds}s`, '-s', file, url]);
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  await once(child, 'close');
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(said);
  return Number(said.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

async function startPeer(root, database) {
  const child = spawn(process.execPath, [join(root, 'bench/peers/fastify_postgres.mjs'), database], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error('the peer ended')));
  });
  const stop = async () => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  return { ...JSON.parse(line), stop };
}

async function startOurs(database) {
  const fit = await import('../../tests/journeys/fitconnect.mjs');
  const place = await fit.prepare({ database });
  // As many connections as the peer has, and a worker for each.
  const configured = readFileSync(place.file, 'utf8');
  writeFileSync(place.file, configured.replace('workers = 4', 'workers = 16\ndatabase_connections = 16'));
  const server = await fit.start(place);
  const who = await fit.furnish(place, server.url);
  const token = await fit.fetchToken(server.url, who.sender);
  const announcement = {
    destinationId: who.destination,
    announcedAttachments: [],
    publicService: { identifier: fit.service, name: 'Hundesteuer' },
  };
  const content = {
    encryptedMetadata: await fit.encrypt('{}', who.encryption),
    encryptedData: await fit.encrypt(payload, who.encryption),
  };
  return { url: server.url, token, announcement: JSON.stringify(announcement),
    content: JSON.stringify(content), stop: () => server.stop() };
}

async function measurePostgres({ root }) {
  const folder = mkdtempSync(join(process.env.GORDION_BENCH_FOLDER ?? tmpdir(), 'pg.'));
  const postgres = (verb) => execFileSync(join(root, 'tests/support/postgres.sh'), [verb, folder], {
    env: { ...process.env, GORDION_POSTGRES_DURABLE: '1' }, encoding: 'utf8' }).trim();
  const walk = await import('../../tests/journeys/support.mjs');
  const files = ['ours.lua', 'peer.lua'].map((name) => `${folder}.${name}`);
  const pairs = [];
  try {
    const database = postgres('start');
    const ours = await startOurs(database);
    const peer = await startPeer(root, database);
    const { announcement, content } = ours;
    writeFileSync(files[0], script(ours));
    writeFileSync(files[1], script({ token: peer.token, announcement, content }));
    for (let round = -1; round < rounds; round += 1) {
      const pair = [await load(ours.url, files[0]), await load(peer.url, files[1])];
      if (round >= 0) pairs.push(pair);
    }
    await ours.stop();
    await peer.stop();
  } finally {
    walk.cleanUp();
    postgres('stop');
    for (const file of [folder, ...files]) rmSync(file, { recursive: true, force: true });
  }
  return pairs;
}

export async function measureFitSubmissions({ add, median, root }) {
  const perSecond = (number) => `${Math.round(number)}/s`;
  const program =
    process.env.GORDION_FIT_SUBMISSIONS_BENCH ?? join(root, 'build/release/gordion_fit_submissions_bench');
  const sqlite = JSON.parse(execFileSync(program, { encoding: 'utf8' }));
  add('announce and submit of 4 KiB on SQLite, 64 senders', perSecond(sqlite.sqlite),
    `bare loop ${perSecond(sqlite.bare)}`, sqlite.ratio.toFixed(2), '≥ 0.7', sqlite.ratio >= 0.7);
  const pairs = await measurePostgres({ root });
  const ratio = median(pairs.map(([ours, peer]) => ours / peer));
  add('… on PostgreSQL, over HTTP', perSecond(median(pairs.map(([ours]) => ours))),
    `Fastify, two inserts ${perSecond(median(pairs.map(([, peer]) => peer)))}`, ratio.toFixed(2),
    '≥ 1', ratio >= 1);
}
