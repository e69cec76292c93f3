import { openSync, writeSync } from 'node:fs';

const batchBytes = 65_536;
const longestWaitMs = 1000;

/** An access log that writes its lines to a file in batches, synchronously: a line costs no system call of its own. */
export class AccessLog {
  private readonly file: number;
  private waiting = '';

  constructor(path: string) {
    this.file = openSync(path, 'a');
    setInterval(() => {
      this.flush();
    }, longestWaitMs).unref();
  }

  add(method: string, route: string, status: number, ms: number): void {
    this.waiting += `{"time":"${new Date().toISOString()}","method":"${method}","route":"${route}","status":${status},"ms":${ms.toFixed(2)}}\n`;
    if (this.waiting.length >= batchBytes) {
      this.flush();
    }
  }

  private flush(): void {
    if (this.waiting) {
      writeSync(this.file, this.waiting);
      this.waiting = '';
    }
  }
}
