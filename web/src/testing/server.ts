import { setupServer } from 'msw/node';

/** The network of the tests. Each test says what it answers: `server.use(...)`. */
export const server = setupServer();
