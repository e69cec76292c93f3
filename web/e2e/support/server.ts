import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
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

export interface StartOptions {
  demo: boolean;
  /** A data directory to begin with; it is copied, so that no journey changes another's. */
  from?: string;
  /** Where the server's clock starts, in UTC. */
  now?: string;
  /** Further settings, by the names of their environment variables. */
  settings?: Settings;
}

/** Starts the program on a data directory of its own, which is removed when the server is stopped. */
export async function startServer(options: StartOptions): Promise<Server> {
  const { home, data, settings } = await newHome(options.now, options.settings);
  if (options.from) {
    // The socket and the lock of the server that made it are no part of the data.
    await cp(options.from, data, { recursive: true, filter: (file) => !/(control\.sock|lock)$/.test(file) });
  }
  const running = run(options.demo, home, settings);
  const end = async () => {
    await stop(running.child);
    await rm(home, { recursive: true, force: true });
  };
  try {
    const link = await printedLink(running);
    return {
      url: new URL(link).origin,
      link,
      account: async (...words) =>
        (await promisify(execFile)(binary(), ['account', ...words], { env: settings, cwd: home })).stdout,
      output: running.output,
      stop: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Makes the demo event once; servers that start from its directory stand in a moment. */
export async function makeDemoData(now: string): Promise<{ directory: string; remove: () => Promise<void> }> {
  const { home, data, settings } = await newHome(now);
  const running = run(true, home, settings);
  await printedLink(running).finally(() => stop(running.child));
  return { directory: data, remove: () => rm(home, { recursive: true, force: true }) };
}

export type Settings = Record<string, string>;

async function newHome(
  now: string | undefined,
  further: Settings = {},
): Promise<{ home: string; data: string; settings: Settings }> {
  const home = await mkdtemp(path.join(tmpdir(), 'organizer-journey-'));
  const data = path.join(home, 'data');
  const settings = {
    ...further,
    PATH: process.env.PATH ?? '',
    HOME: home,
    ORGANIZER_DATA_DIRECTORY: data,
    ORGANIZER_PORT: '0',
    ...(now ? { ORGANIZER_TEST_NOW: now } : {}),
  };
  return { home, data, settings };
}

interface Running {
  child: ChildProcess;
  output: () => string;
}

function run(demo: boolean, home: string, settings: Settings): Running {
  const child = spawn(binary(), demo ? ['serve', '--demo'] : ['serve'], { env: settings, cwd: home });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

/** The first one-time link in a text, or undefined. */
export function linkIn(text: string): string | undefined {
  return /http:\/\/localhost:\d+\/oidc\/link\/[\w.~-]+/.exec(text)?.[0];
}

function printedLink({ child, output }: Running): Promise<string> {
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
