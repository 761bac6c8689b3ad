//! Who sees what, on random owners, grants and roles, against a plain model; lists and single questions answer alike.

use std::collections::{BTreeSet, HashMap};

use sx_model::{ChartFields, DashboardFields, DatasetFields, DatasetId, GAMMA, Granted, PUBLIC, RoleId, UserId};
use sx_store::{AssetFilter, AssetKind, AssetRef, Grant, Store, Viewer};
use uuid::Uuid;

use crate::harness::{add_database, add_user, at, on_both};

/// A small generator: the same numbers on every run, so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    /// True once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// What was written, as plain facts.
#[derive(Default)]
struct Model {
    databases: Vec<i64>,
    /// Id → database and schema.
    datasets: HashMap<i64, (i64, Option<String>)>,
    /// Id → dataset.
    charts: HashMap<i64, Option<i64>>,
    /// Id → published, and the charts on it.
    dashboards: HashMap<i64, (bool, Vec<i64>)>,
    owners: BTreeSet<(AssetRef, UserId)>,
    grants: BTreeSet<(RoleId, Granted)>,
    dashboard_roles: BTreeSet<(i64, RoleId)>,
}

impl Model {
    fn ids(&self, kind: AssetKind) -> Vec<i64> {
        match kind {
            AssetKind::Database => self.databases.clone(),
            AssetKind::Dataset => self.datasets.keys().copied().collect(),
            AssetKind::Chart => self.charts.keys().copied().collect(),
            AssetKind::Dashboard => self.dashboards.keys().copied().collect(),
        }
    }

    fn sees(&self, user: Option<UserId>, roles: &[RoleId], asset: AssetRef) -> bool {
        let owns = user.is_some_and(|user| self.owners.contains(&(asset, user)));
        let granted = |on: Granted| roles.iter().any(|role| self.grants.contains(&(*role, on.clone())));
        let inherits = match asset {
            AssetRef::Database(_) => false,
            AssetRef::Dataset(id) => {
                let (database, schema) = &self.datasets[&id.0];
                let database = sx_model::DatabaseId(*database);
                let by_schema = schema.clone().is_some_and(|schema| granted(Granted::Schema { id: database, schema }));
                granted(Granted::Database { id: database }) || by_schema
            }
            AssetRef::Chart(id) => {
                self.charts[&id.0].is_some_and(|id| self.sees(user, roles, AssetRef::Dataset(DatasetId(id))))
            }
            AssetRef::Dashboard(id) => {
                let (published, charts) = &self.dashboards[&id.0];
                let mut named = self.dashboard_roles.iter().filter(|(dashboard, _)| *dashboard == id.0).peekable();
                let reads = |chart: &i64| {
                    self.charts[chart].is_some_and(|id| self.sees(user, roles, AssetRef::Dataset(DatasetId(id))))
                };
                *published
                    && match named.peek() {
                        Some(_) => named.any(|(_, role)| roles.contains(role)),
                        None => charts.iter().any(reads),
                    }
            }
        };
        owns || granted(asset.into()) || inherits
    }
}

async fn fill(store: &Store, numbers: &mut Numbers, users: &[UserId], roles: &[RoleId]) -> Model {
    let mut model = Model::default();
    for number in 0..3 {
        model.databases.push(add_database(store, &format!("database {number}")).await.0);
    }
    for number in 0..8_u128 {
        let database = numbers.pick(&model.databases);
        let schema = numbers.pick(&[None, Some("a".to_owned()), Some("b".to_owned())]);
        let fields =
            DatasetFields { table_name: format!("table {number}"), schema: schema.clone(), ..Default::default() };
        let database_id = sx_model::DatabaseId(database);
        let id = store.add_dataset(Uuid::from_u128(number), database_id, &fields, &[], &[], None, at(0)).await.unwrap();
        model.datasets.insert(id.0, (database, schema));
    }
    let datasets: Vec<_> = model.datasets.keys().copied().collect();
    for number in 0..8_u128 {
        let dataset = (!numbers.once_in(6)).then(|| numbers.pick(&datasets));
        let fields = ChartFields { slice_name: format!("chart {number}"), ..Default::default() };
        let id = store.add_chart(Uuid::from_u128(number), dataset.map(DatasetId), &fields, None, at(0)).await.unwrap();
        model.charts.insert(id.0, dataset);
    }
    let charts: Vec<_> = model.charts.keys().copied().collect();
    for number in 0..8_u128 {
        let published = !numbers.once_in(3);
        let fields = DashboardFields { dashboard_title: format!("d {number}"), published, ..Default::default() };
        let id = store.add_dashboard(Uuid::from_u128(number), &fields, None, at(0)).await.unwrap();
        let on_it: Vec<_> =
            (0..numbers.below(3)).map(|_| numbers.pick(&charts)).collect::<BTreeSet<_>>().into_iter().collect();
        let ids: Vec<_> = on_it.iter().copied().map(sx_model::ChartId).collect();
        store.set_dashboard_charts(id, &ids).await.unwrap();
        let named: Vec<_> = numbers.once_in(2).then(|| numbers.pick(roles)).into_iter().collect();
        store.set_dashboard_roles(id, &named).await.unwrap();
        model.dashboard_roles.extend(named.iter().map(|role| (id.0, *role)));
        model.dashboards.insert(id.0, (published, on_it));
    }
    own(store, numbers, &mut model, users).await;
    for _ in 0..8 {
        let role = numbers.pick(roles);
        let kind = numbers.pick(&AssetKind::ALL);
        let on = match numbers.once_in(3) {
            true => {
                let id = sx_model::DatabaseId(numbers.pick(&model.databases));
                Granted::Schema { id, schema: numbers.pick(&["a".to_owned(), "b".to_owned()]) }
            }
            false => kind.asset(numbers.pick(&model.ids(kind))).into(),
        };
        store.add_grant(&Grant { role_id: role, on: on.clone() }).await.unwrap();
        model.grants.insert((role, on));
    }
    model
}

async fn own(store: &Store, numbers: &mut Numbers, model: &mut Model, users: &[UserId]) {
    for kind in [AssetKind::Dataset, AssetKind::Chart, AssetKind::Dashboard] {
        for id in model.ids(kind) {
            if !numbers.once_in(4) {
                continue;
            }
            let owner = numbers.pick(users);
            match kind.asset(id) {
                AssetRef::Dataset(id) => store.set_dataset_owners(id, &[owner]).await.unwrap(),
                AssetRef::Chart(id) => store.set_chart_owners(id, &[owner]).await.unwrap(),
                AssetRef::Dashboard(id) => store.set_dashboard_owners(id, &[owner]).await.unwrap(),
                AssetRef::Database(_) => {}
            }
            model.owners.insert((kind.asset(id), owner));
        }
    }
}

async fn listed(store: &Store, kind: AssetKind, viewer: &Viewer) -> BTreeSet<i64> {
    let filter = AssetFilter::new().visible_to(Some(viewer.clone()));
    match kind {
        AssetKind::Database => store.list_databases(&filter).await.unwrap().items.iter().map(|one| one.id.0).collect(),
        AssetKind::Dataset => store.list_datasets(&filter).await.unwrap().items.iter().map(|one| one.id.0).collect(),
        AssetKind::Chart => store.list_charts(&filter).await.unwrap().items.iter().map(|one| one.id.0).collect(),
        AssetKind::Dashboard => {
            store.list_dashboards(&filter).await.unwrap().items.iter().map(|one| one.id.0).collect()
        }
    }
}

on_both! {
    async fn what_is_seen_follows_owners_grants_and_roles(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let public = store.find_role_by_name(PUBLIC).await.unwrap().unwrap().id;
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        let roles = [gamma, store.add_role("Sales").await.unwrap(), public];
        let mut seen = 0;
        for seed in 1..=12 {
            let tx = store.begin().await.unwrap();
            let model = fill(&tx, &mut Numbers(seed * 7919), &[anna, bob], &roles).await;
            let viewers = [(Some(anna), vec![gamma]), (Some(bob), vec![gamma, roles[1]]), (Some(bob), vec![]), (None, vec![])];
            for (user_id, role_ids) in viewers {
                // Whoever it is, what Public was given is theirs, too.
                let all: Vec<_> = role_ids.iter().copied().chain([public]).collect();
                let viewer = Viewer { user_id, role_ids };
                for kind in AssetKind::ALL {
                    let ids = model.ids(kind);
                    let expected: BTreeSet<_> =
                        ids.iter().copied().filter(|id| model.sees(user_id, &all, kind.asset(*id))).collect();
                    assert_eq!(listed(&tx, kind, &viewer).await, expected, "seed {seed}, {kind:?}, {viewer:?}");
                    let among: BTreeSet<_> =
                        tx.visible_among(kind, &viewer, &ids).await.unwrap().into_iter().collect();
                    assert_eq!(among, expected, "seed {seed}, {kind:?}, {viewer:?}");
                    seen += expected.len();
                }
            }
            tx.rollback().await.unwrap();
        }
        assert!(seen > 200, "hardly anything was seen: {seen}");
    }
}
