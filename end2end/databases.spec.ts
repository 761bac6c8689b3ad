import type { Locator, Page } from "@playwright/test";
import { accessible, expect, hydrated, test } from "./fixtures";

/** The server that the tests run with; any of its databases will do. */
const postgres = new URL(process.env.SEXTANT_TEST_POSTGRES ?? "");

async function open(page: Page): Promise<void> {
  await page.goto("/databases");
  await hydrated(page);
}

async function startConnecting(page: Page): Promise<Locator> {
  await open(page);
  await page.getByRole("button", { name: "Connect a database" }).click();
  const drawer = page.getByRole("dialog", { name: "Connect a database" });
  await expect(drawer).toBeVisible();
  return drawer;
}

async function fill(drawer: Locator, name: string): Promise<void> {
  await drawer.getByLabel("Name", { exact: true }).fill(name);
  await drawer.getByLabel("Host").fill(postgres.hostname);
  await drawer.getByLabel("Port").fill(postgres.port);
  await drawer.getByLabel("Database name").fill("postgres");
  await drawer.getByLabel("User name").fill(decodeURIComponent(postgres.username));
  await drawer.getByLabel("Password").fill(decodeURIComponent(postgres.password));
}

test("a database is tried, connected, looked into, changed and deleted", async ({ page }) => {
  const name = `Warehouse ${Date.now()}`;
  const drawer = await startConnecting(page);
  await fill(drawer, name);
  await drawer.getByLabel("Port").fill("1");
  await drawer.getByLabel("Port").blur();
  await drawer.getByRole("button", { name: "Test connection" }).click();
  await expect(drawer.getByRole("status").getByText("Nothing listens at")).toBeVisible();
  await expect(drawer.getByLabel("Port")).toHaveAttribute("aria-invalid", "true");
  await accessible(page);

  await drawer.getByLabel("Port").fill(postgres.port);
  await drawer.getByLabel("Port").blur();
  await drawer.getByRole("button", { name: "Test connection" }).click();
  await expect(drawer.getByText("The connection works.")).toBeVisible();
  await drawer.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(drawer).toBeHidden();
  await expect(page.getByText(`Connected “${name}”`)).toBeVisible();

  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("PostgreSQL");
  await expect(row).toContainText(postgres.hostname);
  await row.getByRole("button", { name, exact: true }).click();
  const browser = page.getByRole("dialog", { name: `Tables of “${name}”` });
  await expect(browser.getByLabel("Search tables")).toBeVisible();
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(browser).toBeHidden();

  await row.getByRole("button", { name: `Actions of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const editor = page.getByRole("dialog", { name: "Edit the connection" });
  await expect(editor.getByLabel("Host")).toHaveValue(postgres.hostname);
  await editor.getByLabel("Name", { exact: true }).fill(`${name} 2`);
  // The password stays, although nobody sees it.
  await editor.getByRole("button", { name: "Test connection" }).click();
  await expect(editor.getByText("The connection works.")).toBeVisible();
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`Saved “${name} 2”`)).toBeVisible();

  await page.getByRole("button", { name: `Actions of ${name} 2` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const asked = page.getByRole("dialog", { name: `Delete “${name} 2”?` });
  await expect(asked.getByText("Nothing uses it.")).toBeVisible();
  await asked.getByRole("button", { name: "Move to trash" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toBeHidden();
});

test("a tunnel asks for what it needs, and says at its fields what is wrong", async ({ page }) => {
  const drawer = await startConnecting(page);
  await fill(drawer, `Inside ${Date.now()}`);
  await drawer.getByRole("switch", { name: "SSH tunnel" }).check();
  const tunnel = drawer.getByRole("group", { name: "SSH tunnel" });
  const tryIt = drawer.getByRole("button", { name: "Test connection" });
  await tryIt.click();
  for (const label of ["SSH server", "SSH user", "SSH password"]) {
    await expect(tunnel.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
  }
  await expect(tunnel.getByText("Enter the user on the SSH server.")).toBeVisible();
  await accessible(page);

  await tunnel.getByLabel("SSH server").fill("127.0.0.1");
  await tunnel.getByLabel("SSH port").fill("1");
  await tunnel.getByLabel("SSH port").blur();
  await tunnel.getByLabel("SSH user").fill("tunnel");
  await tunnel.getByLabel("SSH password").fill("secret");
  await tryIt.click();
  await expect(drawer.getByRole("status").getByText("Nothing listens at the SSH server")).toBeVisible();
  await expect(tunnel.getByLabel("SSH port")).toHaveAttribute("aria-invalid", "true");

  await tunnel.getByRole("radio", { name: "A private key" }).check();
  await expect(tunnel.getByLabel("SSH password")).toBeHidden();
  await tunnel.getByLabel("Private key", { exact: true }).fill("no key");
  await tryIt.click();
  await expect(drawer.getByRole("status").getByText("The private key cannot be read.")).toBeVisible();
  await accessible(page);

  await drawer.getByRole("switch", { name: "SSH tunnel" }).uncheck();
  await expect(tunnel).toBeHidden();
  await tryIt.click();
  await expect(drawer.getByText("The connection works.")).toBeVisible();
});

test("form and URI fill each other", async ({ page, problems }) => {
  problems.allow(/HTTP 422: POST .*\/fn\/form_of_uri/);
  problems.allow(/status of 422/);
  const drawer = await startConnecting(page);
  await fill(drawer, "Never stored");
  await drawer.getByRole("radio", { name: "Write a URI" }).check();
  const uri = drawer.getByLabel("URI", { exact: true });
  await expect(uri).toHaveValue(new RegExp(`@${postgres.hostname}:${postgres.port}/postgres$`));
  await uri.fill("postgresql+psycopg2://someone@db.example:6543/sales?sslmode=require");
  await drawer.getByRole("radio", { name: "Fill in a form" }).check();
  await expect(drawer.getByLabel("Host")).toHaveValue("db.example");
  await expect(drawer.getByLabel("Port")).toHaveValue("6543");
  await expect(drawer.getByLabel("User name")).toHaveValue("someone");
  await drawer.getByRole("radio", { name: "Write a URI" }).check();
  // Nothing was changed in the form, so it is as it was written.
  await expect(uri).toHaveValue("postgresql+psycopg2://someone@db.example:6543/sales?sslmode=require");
  await uri.fill("nonsense");
  await drawer.getByRole("radio", { name: "Fill in a form" }).click();
  await expect(drawer.getByText("A connection is written as")).toBeVisible();
  await expect(drawer.getByRole("radio", { name: "Write a URI" })).toBeChecked();
});

test("a folder that may not be read says so", async ({ page }) => {
  const drawer = await startConnecting(page);
  await drawer.getByRole("combobox", { name: "Kind of database" }).click();
  await page.getByRole("option", { name: "Files (DuckDB)" }).click();
  await drawer.getByLabel("Name", { exact: true }).fill("Secrets");
  await drawer.getByLabel("Folder").fill("/etc");
  await drawer.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(drawer.getByText("is not among those that may be read")).toBeVisible();
  await expect(drawer).toBeVisible();
});

test("a database that is used stays, and says by what", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Actions of Examples", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const asked = page.getByRole("dialog", { name: "Delete “Examples”?" });
  await expect(asked.getByRole("link", { name: "seattle_weather" })).toBeVisible();
  await expect(asked.getByRole("button", { name: "Move to trash" })).toBeDisabled();
  await accessible(page);
});

test("tables lead to datasets", async ({ page }) => {
  await open(page);
  await accessible(page);
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  const browser = page.getByRole("dialog", { name: "Tables of “Examples”" });
  await browser.getByLabel("Search tables").fill("weather");
  await expect(browser.getByRole("listitem")).toHaveCount(1);
  await browser.getByRole("link", { name: "Create dataset" }).click();
  await expect(page).toHaveURL(/\/datasets\/new\?database=\d+&schema=main&table=seattle_weather/);
});
