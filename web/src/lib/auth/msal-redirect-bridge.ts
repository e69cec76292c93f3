import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge';

// A page opened without an answer in its address has nothing to hand on: back to the start.
broadcastResponseToMainFrame().catch(() => window.location.replace('/'));
