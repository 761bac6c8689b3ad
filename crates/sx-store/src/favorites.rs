//! Which charts and dashboards a person marked.

use sea_query::{Expr, ExprTrait as _, Query};
use sx_model::UserId;

use crate::links::{CHUNK, Link};
use crate::{Result, Store};

pub(crate) const CHART_FAVORITES: Link = Link::new("chart_favorites", "user_id", "chart_id");
pub(crate) const DASHBOARD_FAVORITES: Link = Link::new("dashboard_favorites", "user_id", "dashboard_id");

/// What can be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FavoriteKind {
    Chart,
    Dashboard,
}

impl FavoriteKind {
    fn link(self) -> &'static Link {
        match self {
            Self::Chart => &CHART_FAVORITES,
            Self::Dashboard => &DASHBOARD_FAVORITES,
        }
    }
}

impl Store {
    /// Nothing happens when it is marked already; `Conflict` when there is no such user or asset.
    pub async fn add_favorite(&self, user_id: UserId, kind: FavoriteKind, id: i64) -> Result<()> {
        self.add_links("favorite.add", kind.link(), user_id.0, &[id]).await
    }

    /// Nothing happens when it is not marked.
    pub async fn remove_favorite(&self, user_id: UserId, kind: FavoriteKind, id: i64) -> Result<()> {
        let link = kind.link();
        let delete = Query::delete()
            .from_table(link.table)
            .and_where(Expr::col(link.from).eq(user_id.0))
            .and_where(Expr::col(link.to).eq(id))
            .to_owned();
        self.db.write("favorite.remove", &delete).await.map(drop)
    }

    /// Those of `ids` that the user marked.
    pub async fn favorites_among(&self, user_id: UserId, kind: FavoriteKind, ids: &[i64]) -> Result<Vec<i64>> {
        let link = kind.link();
        let mut marked = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let mut select = link.pointed_at_by(user_id.0);
            select.and_where(Expr::col(link.to).is_in(chunk.iter().copied()));
            for row in self.db.fetch_all("favorite.among", &select).await? {
                marked.push(row.get(link.to)?);
            }
        }
        Ok(marked)
    }
}
