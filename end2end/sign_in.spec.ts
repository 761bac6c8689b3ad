import { fillSignIn, signIn, signOut } from "./actions";
import { accessible, expect, hydrated, test } from "./fixtures";
import { ADMIN_PASSWORD } from "./playwright.config";

test.use({ storageState: { cookies: [], origins: [] } });

test("a stranger sees the sign-in page, whatever the address", async ({ page }) => {
  await page.goto("/dashboards");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await hydrated(page);
  await accessible(page);
});

test("signs in and out", async ({ page, context }) => {
  await signIn(page);
  const cookie = (await context.cookies()).find((one) => one.name === "session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await signOut(page);
  await page.goto("/dashboards");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("comes back to the page that was asked for", async ({ page }) => {
  await page.goto("/dashboards");
  await fillSignIn(page, "admin", ADMIN_PASSWORD);
  await expect(page.getByRole("heading", { name: "Dashboards", level: 1 })).toBeVisible();
});

test("a wrong password says so, and nothing more", async ({ page, context }) => {
  await page.goto("/");
  await hydrated(page);
  await fillSignIn(page, "admin", "wrong");
  await expect(page.getByRole("alert")).toHaveText("The username or the password is wrong.");
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain("session");
  await accessible(page);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the form still signs in", async ({ page }) => {
    await page.goto("/");
    await fillSignIn(page, "admin", ADMIN_PASSWORD);
    await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  });
});
