// SPDX-License-Identifier: EUPL-1.2
// What a command needs while it runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';

/** Runs to the end: { ms, peakMb }. VmHWM only grows, so the last look tells nearly all. */
export async function peakOf(program, words) {
  const began = performance.now();
  const child = spawn(program, words, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  let peakKb = 0;
  const watch = setInterval(() => {
    try {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakKb = Math.max(peakKb, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 5);
  const [code] = await ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: exit ${code}`);
  return { ms: performance.now() - began, peakMb: peakKb / 1024 };
}
