//! The router of the API. It takes a route only together with what its handler takes and answers, so that no route can be
//! missing in the document.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    routing::{self, MethodRouter},
};

use super::{Describe, Draft};
use crate::router::AppState;

/// In the place of axum's `Router`.
#[derive(Default)]
pub struct ApiRouter {
    router: Router<AppState>,
    operations: Vec<Operation>,
}

/// What answers one method of a path.
#[derive(Clone)]
pub struct Operation {
    /// In lower case, as the document writes it.
    pub method: &'static str,
    /// Below `/api/v1`, with `{names}`.
    pub path: String,
    /// The handler's, or what [`Methods::named`] says.
    pub name: &'static str,
    pub about: &'static str,
    pub describe: fn(&mut Draft<'_>),
}

impl ApiRouter {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn route(mut self, path: &str, methods: Methods) -> Self {
        self.router = self.router.route(path, methods.router);
        let operations = methods.operations.into_iter();
        self.operations.extend(operations.map(|operation| Operation { path: path.to_owned(), ..operation }));
        self
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.operations.extend(other.operations);
        self
    }

    pub fn layer(mut self, limit: DefaultBodyLimit) -> Self {
        self.router = self.router.layer(limit);
        self
    }

    pub fn into_parts(self) -> (Router<AppState>, Vec<Operation>) {
        (self.router, self.operations)
    }
}

/// In the place of axum's `MethodRouter`.
pub struct Methods {
    router: MethodRouter<AppState>,
    operations: Vec<Operation>,
}

impl Methods {
    pub fn layer(mut self, limit: DefaultBodyLimit) -> Self {
        self.router = self.router.layer(limit);
        self
    }

    /// For the method before: a name where the handler is a closure, or answers several paths.
    pub fn named(mut self, name: &'static str) -> Self {
        if let Some(operation) = self.operations.last_mut() {
            operation.name = name;
        }
        self
    }

    /// For the method before: what its name and its types do not tell.
    pub fn about(mut self, about: &'static str) -> Self {
        if let Some(operation) = self.operations.last_mut() {
            operation.about = about;
        }
        self
    }

    fn and<H: Describe<T>, T>(
        mut self,
        method: &'static str,
        add: impl FnOnce(MethodRouter<AppState>) -> MethodRouter<AppState>,
    ) -> Self {
        self.router = add(self.router);
        let name = std::any::type_name::<H>().rsplit("::").next().unwrap_or_default();
        let (path, about) = (String::new(), "");
        self.operations.push(Operation { method, path, name, about, describe: H::describe });
        self
    }
}

macro_rules! methods {
    ($($method:ident)*) => {
        $(
            pub fn $method<H: Handler<T, AppState> + Describe<T>, T: 'static>(handler: H) -> Methods {
                Methods { router: MethodRouter::new(), operations: Vec::new() }.$method(handler)
            }
        )*

        impl Methods {
            $(
                pub fn $method<H: Handler<T, AppState> + Describe<T>, T: 'static>(self, handler: H) -> Self {
                    self.and::<H, T>(stringify!($method), |router| router.merge(routing::$method(handler)))
                }
            )*
        }
    };
}

methods!(get post put delete);
