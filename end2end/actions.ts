import { expect, type Page } from "@playwright/test";
import { hydrated } from "./fixtures";
import { ADMIN_PASSWORD } from "./playwright.config";

/** Fills the sign-in form that the page shows, and waits for what comes after it. */
export async function fillSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From any page to the home page of a signed-in administrator. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await fillSignIn(page, "admin", ADMIN_PASSWORD);
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await hydrated(page);
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
}
