// SPDX-License-Identifier: EUPL-1.2
// Forms: checking answers beside Ajv with the schema that we export, and how soon a big schema can
// be looked at.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

const rounds = 5;

/** Milliseconds from the command to the first byte of the first page of questions. */
async function firstPage(binary, schema) {
  const began = performance.now();
  const child = spawn(binary, ['form', 'preview', schema, '--port=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const line = said.match(/^Preview on (\S+)$/m);
      if (line) resolve(line[1]);
    });
    child.once('exit', () => reject(new Error(said)));
  });
  const ask = (path, cookie) =>
    new Promise((resolve, reject) => {
      http.get(url + path, { headers: cookie ? { Cookie: cookie } : {} }, (response) => {
        response.once('data', () => resolve({ response, at: performance.now() }));
        response.once('end', () => resolve({ response, at: performance.now() }));
      }).once('error', reject);
    });
  let path = '/';
  let cookie;
  for (;;) {
    const { response, at } = await ask(path, cookie);
    response.destroy();
    cookie = response.headers['set-cookie']?.[0].split(';')[0] ?? cookie;
    if (response.statusCode !== 303) {
      if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return at - began;
    }
    path = response.headers.location;
  }
}

/**
 * A released schema so often in one that it has the size, with ids of their own in every copy; its
 * rules in words come along. Undefined where the shared data are absent.
 */
function multiplied(root, bytes) {
  const file = join(root, '../shared/data/fim-xdf/v3-real/S00000000380.xdf.xml');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const first = text.indexOf('<xdf3:struktur>');
  const last = text.lastIndexOf('</xdf3:struktur>') + '</xdf3:struktur>'.length;
  const positions = text.slice(first, last);
  let all = '';
  for (let copy = 1; all.length < bytes; copy += 1) {
    const number = String(copy).padStart(3, '0');
    all += positions.replace(/\b([FGR]\d\d)000(\d{6})\b/g, `$1${number}$2`);
  }
  return text.slice(0, first) + all + text.slice(last);
}

/** Adds its rows through `add`; `root` is the project, `folder` a place for files. */
export async function measureForms({ add, median, root, folder, binary }) {
  const program = process.env.GORDION_FORM_BENCH ?? join(root, 'build/release/gordion_form_bench');
  const run = (command, ...words) =>
    execFileSync(command, words, { encoding: 'utf8', cwd: root });
  const question = join(folder, 'sixty.json');
  run(program, 'export', question);
  const ours = [];
  const ajv = [];
  let version = '';
  for (let round = 0; round < rounds; round += 1) {
    ours.push(Number(run(program, 'measure', '1')));
    const peer = JSON.parse(run('node', 'bench/peers/ajv.mjs', question, '1'));
    ajv.push(peer.ns[0]);
    version = peer.version;
  }
  const ratio = median(ajv) / median(ours);
  const us = (ns) => `${(ns / 1000).toFixed(2)} µs`;
  add('checking 60 answers', us(median(ours)), `Ajv ${version} ${us(median(ajv))}`,
    ratio.toFixed(1), '≥ 2', ratio >= 2);

  const previewed = async (what, schema) => {
    const times = [];
    for (let round = 0; round < rounds; round += 1) times.push(await firstPage(binary, schema));
    const ms = median(times);
    add(`preview of ${what}, from command to first page`, `${ms.toFixed(0)} ms`, '', '',
      '< 300 ms', ms < 300);
  };
  const schema = join(folder, 'big.xdf.xml');
  run(program, 'schema', schema);
  await previewed('a 3.5 MB schema', schema);
  const released = multiplied(root, 3_500_000);
  if (released) {
    const file = join(folder, 'released.xdf.xml');
    writeFileSync(file, released);
    await previewed('3.5 MB of a released schema with its rules', file);
  }
}
