// SPDX-License-Identifier: EUPL-1.2
// Runs the console blocks of docs/guides/*.md; the rules stand in docs/guides/README.md.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const guides = join(root, 'docs', 'guides');
const timeLimitMs = 120_000;

// Text of a guide → [{ line, command, exitCode, expected: [text…] }…]
function commandsOf(text) {
    const commands = [];
    let inside = false;
    let open = false; // The command goes on in the next line.
    text.split('\n').forEach((line, index) => {
        if (line.startsWith('```')) {
            inside = line.trim() === '```console';
            open = false;
        } else if (inside && (line.startsWith('$ ') || open)) {
            const part = open ? line.trim() : line.slice(2);
            if (!open) {
                commands.push({ line: index + 1, command: '', exitCode: 0, expected: [] });
            }
            open = part.endsWith('\\');
            commands.at(-1).command += open ? part.slice(0, -1) : part;
        } else if (inside && line.trim() !== '') {
            assert.ok(commands.length > 0, `line ${index + 1}: output before the first command`);
            commands.at(-1).expected.push(line.trim());
        }
    });
    for (const step of commands) {
        const code = step.command.match(/\s+# exits (\d+)$/);
        step.exitCode = code ? Number(code[1]) : 0;
    }
    return commands;
}

// Whether the expected lines occur in this order; "…" stands for anything within a line.
function firstMissing(expected, output) {
    const lines = output.split('\n');
    let at = 0;
    for (const wanted of expected) {
        const parts = wanted.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        const pattern = new RegExp(parts.join('.*'));
        const found = lines.findIndex((line, index) => index >= at && pattern.test(line));
        if (found < 0) {
            return wanted;
        }
        at = found + 1;
    }
    return null;
}

function runStep(step, folder) {
    const result = spawnSync('bash', ['-c', step.command], {
        cwd: folder,
        encoding: 'utf8',
        timeout: timeLimitMs,
        env: {
            ...process.env,
            PATH: `${join(root, 'build', 'release')}:${process.env.PATH}`,
            GORDION_SOURCE: root,
        },
    });
    const output = `${result.stdout}${result.stderr}`;
    const where = `line ${step.line}: ${step.command}\n${output}`;
    assert.equal(result.status, step.exitCode, where);
    assert.equal(firstMissing(step.expected, output), null, where);
}

for (const name of readdirSync(guides).filter((file) => file.endsWith('.md') && file !== 'README.md')) {
    test(`guide ${name} does what it says`, () => {
        const folder = mkdtempSync(join(tmpdir(), 'gordion-guide-'));
        try {
            for (const step of commandsOf(readFileSync(join(guides, name), 'utf8'))) {
                runStep(step, folder);
            }
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
}

test('the reader of guides sees commands, exit codes and output', () => {
    const [first, second] = commandsOf('a\n```console\n$ echo \\\n  one\none\n\n$ false  # exits 1\n```\n```sh\n$ no\n```\n');
    assert.equal(first.command, 'echo one');
    assert.deepEqual(first.expected, ['one']);
    assert.equal(second.exitCode, 1);
    assert.equal(firstMissing(['a … c', 'd'], 'x\na b c\nd'), null);
    assert.equal(firstMissing(['d', 'a'], 'a\nd'), 'a');
});
