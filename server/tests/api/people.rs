//! Users of each role, and what they ask.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::harness::{TestApp, answer};

const PASSWORD: &str = "a long password";

/// Someone who is signed in, by token.
pub struct Person<'a> {
    app: &'a TestApp,
    token: String,
}

impl TestApp {
    /// A new user with this role.
    pub async fn person(&self, username: &str, role: &str) -> Person<'_> {
        let (ok, said) = self.run(&["create-user", username, "--password", PASSWORD, "--role", role]);
        assert!(ok, "{said}");
        Person { app: self, token: self.sign_in(username, PASSWORD).await }
    }

    /// A request as the admin.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(method, path).json(body)).await
    }
}

impl Person<'_> {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.client.request(method, self.app.path(path)).bearer_auth(&self.token)
    }

    pub async fn send(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(method, path).json(body)).await
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, &Value::Null).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.send(Method::PUT, path, body).await
    }

    pub async fn delete(&self, path: &str) -> (StatusCode, Value) {
        self.send(Method::DELETE, path, &Value::Null).await
    }

    pub async fn id(&self) -> i64 {
        self.get("/api/v1/me/").await.1["result"]["id"].as_i64().unwrap()
    }
}
