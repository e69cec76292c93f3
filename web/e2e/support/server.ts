import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const startDeadline = 60_000;
const stopDeadline = 20_000;

/** The program under test, running with a data directory of its own on a free port. */
export interface Server {
  /** `http://localhost:<port>`, without a slash at its end. */
  url: string;
  /** The one-time link that the program printed: set-up, or with `demo` the sign-in of its coordinator. */
  link: string;
  /** Runs `organizer account …` against this server and returns what it printed. */
  account: (...words: string[]) => Promise<string>;
  /** All that the program wrote, to search for what must not stand there. */
  output: () => string;
  stop: () => Promise<void>;
}

export function binary(): string {
  const file =
    process.env.ORGANIZER_BINARY ??
    fileURLToPath(new URL('../../../build/release/server/src/organizer', import.meta.url));
  if (!existsSync(file)) {
    throw new Error(`The program ${file} does not exist: build it, or name another in ORGANIZER_BINARY.`);
  }
  return file;
}

export async function startServer(options: { demo: boolean; settings?: Record<string, string> }): Promise<Server> {
  const directory = await mkdtemp(path.join(tmpdir(), 'organizer-journey-'));
  const settings = {
    PATH: process.env.PATH ?? '',
    HOME: directory,
    ORGANIZER_DATA_DIRECTORY: path.join(directory, 'data'),
    ORGANIZER_PORT: '0',
    ...options.settings,
  };
  const child = spawn(binary(), options.demo ? ['serve', '--demo'] : ['serve'], { env: settings, cwd: directory });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const link = await printedLink(child, () => output);
    return {
      url: new URL(link).origin,
      link,
      account: async (...words) =>
        (await promisify(execFile)(binary(), ['account', ...words], { env: settings, cwd: directory })).stdout,
      output: () => output,
      stop: async () => {
        await stop(child);
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stop(child);
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** The first one-time link in a text, or undefined. */
export function linkIn(text: string): string | undefined {
  return /http:\/\/localhost:\d+\/oidc\/link\/[\w.~-]+/.exec(text)?.[0];
}

function printedLink(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`organizer serve ${why}:\n${output()}`));
    const timer = setTimeout(() => fail(`printed no link in ${startDeadline / 1000} s`), startDeadline);
    const look = () => {
      const link = linkIn(output());
      // The link may arrive in two pieces; it is whole once its line has ended.
      if (link !== undefined && new RegExp(`${link.replace(/[.]/g, '\\.')}\\s`).test(output())) {
        clearTimeout(timer);
        resolve(link);
      }
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (error) => fail(`did not start (${error.message})`));
    child.once('exit', (status) => fail(`ended with status ${status}`));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadline);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}
