import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { ADMIN_PASSWORD } from "./playwright.config";

type Options = Parameters<APIRequestContext["post"]>[1];
// biome-ignore lint: the answers are the wire's, and each test looks at the few fields it means.
type Json = any;

/** The REST API with the administrator's token. Every answer but a 2xx fails the test. */
export interface Api {
  get(path: string): Promise<Json>;
  post(path: string, options: Options): Promise<Json>;
  put(path: string, options: Options): Promise<Json>;
  delete(path: string): Promise<Json>;
  /** The answer as it is. */
  text(path: string): Promise<string>;
}

export async function api(request: APIRequestContext): Promise<Api> {
  const login = await request.post("/api/v1/security/login", {
    data: { username: "admin", password: ADMIN_PASSWORD, provider: "db", refresh: true },
  });
  const headers = { Authorization: `Bearer ${(await body(login)).access_token}` };
  return {
    get: async (path) => body(await request.get(path, { headers })),
    post: async (path, options) => body(await request.post(path, { ...options, headers })),
    put: async (path, options) => body(await request.put(path, { ...options, headers })),
    delete: async (path) => body(await request.delete(path, { headers })),
    text: async (path) => (await checked(await request.get(path, { headers }))).text(),
  };
}

async function body(response: APIResponse): Promise<Json> {
  return (await checked(response)).json();
}

async function checked(response: APIResponse): Promise<APIResponse> {
  expect(response.ok(), `${response.url()} answered ${response.status()}: ${await response.text()}`).toBe(true);
  return response;
}
