//! Who may do what: one row for each use case, one column for each role.

use sx_model::{ADMIN, ALPHA, GAMMA, Role};

/// How far a role reaches. Each value includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allow {
    Never,
    /// What the person owns.
    Own,
    /// And what a role of theirs was given: by a grant, as a role of a published dashboard, or through a dataset that is
    /// theirs to read (its charts, and published dashboards without roles that show one of them).
    Grant,
    /// And whatever is published; only dashboards can be.
    Published,
    Always,
}

use Allow::{Always, Grant, Never, Own, Published};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    pub action: Action,
    pub admin: Allow,
    pub alpha: Allow,
    pub gamma: Allow,
    /// Whoever is signed in, whatever their roles: a role of one's own making adds grants, not actions.
    pub everybody: Allow,
    /// Who is not signed in, as far as the role Public was granted something.
    pub anonymous: Allow,
}

/// The enum and its rows from one text, so that no action lacks a row. What is said of nobody in the last column is `Never`.
macro_rules! rights {
    ($($action:ident: $admin:ident $alpha:ident $gamma:ident $everybody:ident $($anonymous:ident)?;)*) => {
        /// A use case, or several that the same people may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($action),* }

        /// In the order of the actions.
        pub static RIGHTS: &[Right] = &[$(
            Right {
                action: Action::$action,
                admin: $admin,
                alpha: $alpha,
                gamma: $gamma,
                everybody: $everybody,
                anonymous: Never $(.max_with($anonymous))?,
            }
        ),*];
    };
}

rights! {
    //                 Admin  Alpha     Gamma  everybody  anonymous (or Never)
    ReadDatabase:      Always Always    Grant  Grant      Grant;
    TestDatabase:      Always Never     Never  Never;
    CreateDatabase:    Always Never     Never  Never;
    UpdateDatabase:    Always Never     Never  Never;
    DeleteDatabase:    Always Never     Never  Never;
    RestoreDatabase:   Always Never     Never  Never;

    UploadFile:        Always Always    Never  Never;

    ReadDataset:       Always Always    Grant  Grant      Grant;
    CreateDataset:     Always Always    Never  Never;
    UpdateDataset:     Always Own       Never  Never;
    DeleteDataset:     Always Own       Never  Never;
    RestoreDataset:    Always Own       Never  Never;

    ReadChart:         Always Always    Grant  Grant      Grant;
    CreateChart:       Always Always    Always Never;
    UpdateChart:       Always Own       Own    Never;
    DeleteChart:       Always Own       Own    Never;
    RestoreChart:      Always Own       Own    Never;

    ReadDashboard:     Always Published Grant  Grant      Grant;
    CreateDashboard:   Always Always    Always Never;
    UpdateDashboard:   Always Own       Own    Never;
    DeleteDashboard:   Always Own       Own    Never;
    RestoreDashboard:  Always Own       Own    Never;

    AskData:           Always Always    Always Always     Always;
    InvalidateCache:   Always Always    Always Never;
    WarmUpCache:       Always Never     Never  Never;
    MarkFavorites:     Always Always    Always Never;
    KeepDrafts:        Always Always    Always Never;
    MakePermalinks:    Always Always    Always Always;
    ListPeople:        Always Always    Always Never;
    UpdateOwnAccount:  Always Always    Always Always;

    ImportBundles:     Always Never     Never  Never;
    LoadExamples:      Always Never     Never  Never;
    ReadLog:           Always Never     Never  Never;
    ManageUsers:       Always Never     Never  Never;
    ManageRoles:       Always Never     Never  Never;
    ManageRowRules:    Always Never     Never  Never;
}

/// The farthest that one of these roles reaches.
pub fn allowed(action: Action, roles: &[Role]) -> Allow {
    let Some(right) = RIGHTS.iter().find(|right| right.action == action) else { return Never };
    let of_role = |role: &Role| match role.name.as_str() {
        ADMIN => right.admin,
        ALPHA => right.alpha,
        GAMMA => right.gamma,
        _ => right.everybody,
    };
    roles.iter().map(of_role).fold(right.everybody, Ord::max)
}

/// What who is not signed in may.
pub fn allowed_anonymous(action: Action) -> Allow {
    RIGHTS.iter().find(|right| right.action == action).map_or(Never, |right| right.anonymous)
}

/// What ties a person to an asset.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ties {
    pub owns: bool,
    pub is_granted: bool,
    pub is_published: bool,
}

impl Allow {
    const fn max_with(self, other: Self) -> Self {
        if other as u8 > self as u8 { other } else { self }
    }

    pub fn reaches(self, ties: Ties) -> bool {
        match self {
            Never => false,
            Own => ties.owns,
            Grant => ties.owns || ties.is_granted,
            Published => ties.owns || ties.is_granted || ties.is_published,
            Always => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use sx_model::{PUBLIC, RoleId};

    use super::*;

    fn role(name: &str) -> Role {
        Role { id: RoleId(1), name: name.to_owned() }
    }

    /// One letter for each tie with which the action is allowed: none, published, granted, owner.
    fn reach(allow: Allow) -> String {
        let ties = [
            ('n', Ties::default()),
            ('p', Ties { is_published: true, ..Ties::default() }),
            ('g', Ties { is_granted: true, ..Ties::default() }),
            ('o', Ties { owns: true, ..Ties::default() }),
        ];
        ties.into_iter().map(|(letter, ties)| if allow.reaches(ties) { letter } else { '-' }).collect()
    }

    #[test]
    fn each_action_by_role_and_tie() {
        let mut table = String::from("                 Admin Alpha Gamma Sales anonymous\n");
        for right in RIGHTS {
            // Who signs in with the role Public reads what was granted to it, and that is all.
            assert_eq!(allowed(right.action, &[role(PUBLIC)]), allowed(right.action, &[]));
            let mut cells =
                [ADMIN, ALPHA, GAMMA, "Sales"].map(|name| reach(allowed(right.action, &[role(name)]))).to_vec();
            cells.push(reach(allowed_anonymous(right.action)));
            table += &format!("{:<16} {}\n", format!("{:?}", right.action), cells.join("  "));
        }
        insta::assert_snapshot!(table, @r"
                         Admin Alpha Gamma Sales anonymous
        ReadDatabase     npgo  npgo  --go  --go  --go
        TestDatabase     npgo  ----  ----  ----  ----
        CreateDatabase   npgo  ----  ----  ----  ----
        UpdateDatabase   npgo  ----  ----  ----  ----
        DeleteDatabase   npgo  ----  ----  ----  ----
        RestoreDatabase  npgo  ----  ----  ----  ----
        UploadFile       npgo  npgo  ----  ----  ----
        ReadDataset      npgo  npgo  --go  --go  --go
        CreateDataset    npgo  npgo  ----  ----  ----
        UpdateDataset    npgo  ---o  ----  ----  ----
        DeleteDataset    npgo  ---o  ----  ----  ----
        RestoreDataset   npgo  ---o  ----  ----  ----
        ReadChart        npgo  npgo  --go  --go  --go
        CreateChart      npgo  npgo  npgo  ----  ----
        UpdateChart      npgo  ---o  ---o  ----  ----
        DeleteChart      npgo  ---o  ---o  ----  ----
        RestoreChart     npgo  ---o  ---o  ----  ----
        ReadDashboard    npgo  -pgo  --go  --go  --go
        CreateDashboard  npgo  npgo  npgo  ----  ----
        UpdateDashboard  npgo  ---o  ---o  ----  ----
        DeleteDashboard  npgo  ---o  ---o  ----  ----
        RestoreDashboard npgo  ---o  ---o  ----  ----
        AskData          npgo  npgo  npgo  npgo  npgo
        InvalidateCache  npgo  npgo  npgo  ----  ----
        WarmUpCache      npgo  ----  ----  ----  ----
        MarkFavorites    npgo  npgo  npgo  ----  ----
        KeepDrafts       npgo  npgo  npgo  ----  ----
        MakePermalinks   npgo  npgo  npgo  npgo  ----
        ListPeople       npgo  npgo  npgo  ----  ----
        UpdateOwnAccount npgo  npgo  npgo  npgo  ----
        ImportBundles    npgo  ----  ----  ----  ----
        LoadExamples     npgo  ----  ----  ----  ----
        ReadLog          npgo  ----  ----  ----  ----
        ManageUsers      npgo  ----  ----  ----  ----
        ManageRoles      npgo  ----  ----  ----  ----
        ManageRowRules   npgo  ----  ----  ----  ----
        ");
    }

    /// Charts and dashboards follow datasets in the store, for who reads some of them; who reads all of them needs no grant.
    #[test]
    fn who_reads_all_datasets_reads_all_that_follows_them() {
        for right in RIGHTS.iter().filter(|right| right.action == Action::ReadDataset) {
            for (dataset, name) in [(right.alpha, ALPHA), (right.gamma, GAMMA), (right.everybody, "Sales")] {
                let reaches_all = dataset == Always;
                assert_eq!(allowed(Action::ReadChart, &[role(name)]) == Always, reaches_all);
                assert_eq!(allowed(Action::ReadDashboard, &[role(name)]) >= Published, reaches_all);
            }
        }
    }

    /// Who is not signed in writes nothing.
    #[test]
    fn anonymous_visitors_read_what_was_granted_and_ask() {
        let reads =
            [Action::ReadDatabase, Action::ReadDataset, Action::ReadChart, Action::ReadDashboard, Action::AskData];
        for right in RIGHTS.iter().filter(|right| right.anonymous > Never) {
            assert!(reads.contains(&right.action), "{right:?}");
        }
    }

    #[test]
    fn several_roles_add_up_and_none_is_everybody() {
        assert_eq!(allowed(Action::CreateDataset, &[role(GAMMA), role(ALPHA)]), Always);
        assert_eq!(allowed(Action::CreateDataset, &[role(GAMMA), role("Sales")]), Never);
        assert_eq!(allowed(Action::ReadChart, &[]), Grant);
        assert_eq!(allowed(Action::CreateChart, &[]), Never);
    }
}
