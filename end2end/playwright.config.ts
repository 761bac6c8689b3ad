import { defineConfig, devices } from "@playwright/test";

// `.ci/e2e` sets these; a test run without them would test nothing that was built.
const port = needed("SEXTANT_E2E_PORT");
const server = needed("SEXTANT_E2E_SERVER");
const home = needed("SEXTANT_E2E_HOME");
const url = `http://127.0.0.1:${port}`;

/** The signed-in administrator's cookies, written by `setup.ts`. */
export const ADMIN_STATE = `${home}/admin.json`;
/** The same in the server and in the sign-in form. */
export const ADMIN_PASSWORD = "correct horse battery staple";

export default defineConfig({
  testDir: ".",
  outputDir: `${home}/results`,
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try is a test that fails.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.SEXTANT_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "setup", testMatch: "setup.ts" },
    {
      name: "chromium",
      testMatch: "*.spec.ts",
      dependencies: ["setup"],
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 900 }, storageState: ADMIN_STATE },
    },
  ],
  webServer: {
    command: `exec "${server}" serve`,
    cwd: "..",
    url: `${url}/health`,
    timeout: 60_000,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      ...(process.env as Record<string, string>),
      SEXTANT_ADDR: `127.0.0.1:${port}`,
      SEXTANT_HOME: `${home}/sextant`,
      SEXTANT_ADMIN_PASSWORD: ADMIN_PASSWORD,
      RUST_LOG: process.env.RUST_LOG ?? "warn",
    },
  },
});

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests by \`make e2e\``);
  return value;
}
