//! A small language for tables, so that a step reads like the list of its columns.
//!
//! It says once what the two databases need to hear differently: byte order of texts, booleans, partial
//! indexes. Foreign keys get their index here, unless a longer one starts with the same column.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Uuid,
    Text,
    Code(&'static [&'static str]),
    Boolean,
    Date,
    Int,
    Long,
    Sequence,
}

/// A column.
pub(crate) struct Column {
    name: &'static str,
    kind: Kind,
    is_nullable: bool,
    is_unique: bool,
    references: Option<(&'static str, ForeignKeyAction)>,
    default: Option<i64>,
    check: Option<&'static str>,
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, is_nullable: false, is_unique: false, references: None, default: None, check: None }
}

/// A UUID that is not a foreign key.
pub(crate) const fn uuid(name: &'static str) -> Column {
    column(name, Kind::Uuid)
}

/// A foreign key to the `id` of a table; what it points at cannot be deleted.
pub(crate) const fn key(name: &'static str, table: &'static str) -> Column {
    Column { references: Some((table, ForeignKeyAction::Restrict)), ..column(name, Kind::Uuid) }
}

/// A foreign key to the table whose part this row is: deleted with it.
pub(crate) const fn part_of(name: &'static str, table: &'static str) -> Column {
    Column { references: Some((table, ForeignKeyAction::Cascade)), ..column(name, Kind::Uuid) }
}

/// A text, ordered by its bytes.
pub(crate) const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}

/// A text that is one of a list of codes.
pub(crate) const fn code(name: &'static str, codes: &'static [&'static str]) -> Column {
    column(name, Kind::Code(codes))
}

/// True or false.
pub(crate) const fn boolean(name: &'static str) -> Column {
    column(name, Kind::Boolean)
}

/// A calendar day.
pub(crate) const fn date(name: &'static str) -> Column {
    column(name, Kind::Date)
}

/// A moment: microseconds since 1970-01-01T00:00:00Z.
pub(crate) const fn instant(name: &'static str) -> Column {
    column(name, Kind::Long)
}

/// Money in whole đồng.
pub(crate) const fn dong(name: &'static str) -> Column {
    column(name, Kind::Long)
}

/// A measured amount in ten-thousandths.
pub(crate) const fn quantity(name: &'static str) -> Column {
    column(name, Kind::Long)
}

/// An integer of 32 bits.
pub(crate) const fn int(name: &'static str) -> Column {
    column(name, Kind::Int)
}

/// An integer of 64 bits.
pub(crate) const fn long(name: &'static str) -> Column {
    column(name, Kind::Long)
}

/// A primary key that the database counts up, and never gives twice.
pub(crate) const fn sequence(name: &'static str) -> Column {
    column(name, Kind::Sequence)
}

impl Column {
    /// The column may be empty.
    pub(crate) const fn null(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    /// No value comes twice.
    pub(crate) const fn unique(mut self) -> Self {
        self.is_unique = true;
        self
    }

    /// The value when none is given.
    pub(crate) const fn default(mut self, value: i64) -> Self {
        self.default = Some(value);
        self
    }

    /// What holds for every value; an empty one passes.
    pub(crate) const fn check(mut self, condition: &'static str) -> Self {
        self.check = Some(condition);
        self
    }

    /// The column as a database hears it.
    pub(crate) fn definition(&self, backend: DbBackend) -> ColumnDef {
        let mut definition = ColumnDef::new(self.name);
        match self.kind {
            Kind::Uuid => definition.uuid(),
            Kind::Text | Kind::Code(_) if backend == DbBackend::Postgres => definition.custom("text COLLATE \"C\""),
            Kind::Text | Kind::Code(_) => definition.text(),
            Kind::Boolean => definition.boolean(),
            Kind::Date => definition.date(),
            Kind::Int => definition.integer(),
            Kind::Long => definition.big_integer(),
            Kind::Sequence => definition.big_integer().auto_increment().primary_key(),
        };
        if !self.is_nullable {
            definition.not_null();
        }
        if let Some(value) = self.default {
            definition.default(value);
        }
        if let Some(condition) = self.condition(backend) {
            definition.check(Expr::cust(condition));
        }
        definition
    }

    fn condition(&self, backend: DbBackend) -> Option<String> {
        match self.kind {
            Kind::Code(codes) => Some(format!("\"{}\" IN ('{}')", self.name, codes.join("','"))),
            Kind::Boolean if backend == DbBackend::Sqlite => Some(format!("\"{}\" IN (0,1)", self.name)),
            _ => self.check.map(str::to_owned),
        }
    }
}

/// A table with its keys and indexes.
pub(crate) struct TableSpec {
    name: &'static str,
    columns: Vec<Column>,
    primary: &'static [&'static str],
    uniques: Vec<&'static [&'static str]>,
    partial_uniques: Vec<(&'static [&'static str], &'static str)>,
    indexes: Vec<&'static [&'static str]>,
    checks: Vec<&'static str>,
    without_rowid: bool,
}

/// A table whose first column is the primary key `id`, a UUID made by the application.
pub(crate) fn table(name: &'static str, columns: impl IntoIterator<Item = Column>) -> TableSpec {
    keyed(name, &["id"], std::iter::once(uuid("id")).chain(columns))
}

/// A table with the primary key given; empty where a column is a `sequence`.
pub(crate) fn keyed(
    name: &'static str,
    primary: &'static [&'static str],
    columns: impl IntoIterator<Item = Column>,
) -> TableSpec {
    TableSpec {
        name,
        columns: columns.into_iter().collect(),
        primary,
        uniques: Vec::new(),
        partial_uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        without_rowid: false,
    }
}

impl TableSpec {
    /// The row is written more than once: `version`, `created_at`, `updated_at`.
    pub(crate) fn life(self) -> Self {
        let mut this = self.version().created();
        this.columns.push(instant("updated_at"));
        this
    }

    /// The row is written more than once, and nobody may know when: `version` only.
    pub(crate) fn version(mut self) -> Self {
        self.columns.push(long("version").default(1));
        self
    }

    /// The row is written once: `created_at`.
    pub(crate) fn created(mut self) -> Self {
        self.columns.push(instant("created_at"));
        self
    }

    /// No two rows agree in all these columns.
    pub(crate) fn unique(mut self, columns: &'static [&'static str]) -> Self {
        self.uniques.push(columns);
        self
    }

    /// No two rows for which the condition holds agree in all these columns.
    pub(crate) fn unique_where(mut self, columns: &'static [&'static str], condition: &'static str) -> Self {
        self.partial_uniques.push((columns, condition));
        self
    }

    /// Rows are looked up or ordered by these columns.
    pub(crate) fn index(mut self, columns: &'static [&'static str]) -> Self {
        self.indexes.push(columns);
        self
    }

    /// What holds for every row.
    pub(crate) fn check(mut self, condition: &'static str) -> Self {
        self.checks.push(condition);
        self
    }

    /// On `SQLite`, no hidden counter that would keep the order of insertion.
    pub(crate) const fn without_rowid(mut self) -> Self {
        self.without_rowid = true;
        self
    }

    /// Makes the table and its indexes.
    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.create_table(self.statement(backend)).await?;
        for (columns, is_unique) in self.plain_indexes() {
            manager.create_index(self.index_statement(columns, is_unique)).await?;
        }
        for (columns, condition) in &self.partial_uniques {
            let name = self.index_name(columns, true);
            let list = columns.join("\", \"");
            let sql = format!("CREATE UNIQUE INDEX \"{name}\" ON \"{}\" (\"{list}\") WHERE {condition}", self.name);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    fn statement(&self, backend: DbBackend) -> TableCreateStatement {
        let mut statement = Table::create().table(self.name).take();
        for column in &self.columns {
            statement.col(column.definition(backend));
            if let Some((target, action)) = column.references {
                statement.foreign_key(
                    ForeignKey::create()
                        .name(format!("{}_{}_fkey", self.name, column.name))
                        .from(self.name, column.name)
                        .to(target, "id")
                        .on_delete(action),
                );
            }
        }
        if !self.primary.is_empty() {
            let mut key = Index::create().name(format!("{}_pkey", self.name)).take();
            for column in self.primary {
                key.col(*column);
            }
            statement.primary_key(&mut key);
        }
        for condition in &self.checks {
            statement.check(Expr::cust(*condition));
        }
        if self.without_rowid && backend == DbBackend::Sqlite {
            statement.extra("WITHOUT ROWID");
        }
        statement
    }

    /// Unique and other indexes, those of the foreign keys that have none yet included.
    fn plain_indexes(&self) -> Vec<(&[&'static str], bool)> {
        let mut all: Vec<(&[&'static str], bool)> = Vec::new();
        all.extend(self.uniques.iter().map(|columns| (*columns, true)));
        for column in self.columns.iter().filter(|column| column.is_unique) {
            all.push((std::slice::from_ref(&column.name), true));
        }
        all.extend(self.indexes.iter().map(|columns| (*columns, false)));
        for column in self.columns.iter().filter(|column| column.references.is_some()) {
            if !all.iter().any(|(columns, _)| columns.first() == Some(&column.name)) {
                all.push((std::slice::from_ref(&column.name), false));
            }
        }
        all
    }

    fn index_statement(&self, columns: &[&'static str], is_unique: bool) -> IndexCreateStatement {
        let mut index = Index::create().name(self.index_name(columns, is_unique)).table(self.name).take();
        for column in columns {
            index.col(*column);
        }
        if is_unique {
            index.unique();
        }
        index
    }

    fn index_name(&self, columns: &[&'static str], is_unique: bool) -> String {
        format!("{}_{}_{}", self.name, columns.join("_"), if is_unique { "key" } else { "idx" })
    }
}

/// Drops tables, in the order given: whatever points at a table goes before it.
pub(crate) async fn drop(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableSpec>,
) -> Result<(), DbErr> {
    for table in tables {
        table.release_itself(manager).await?;
        manager.drop_table(Table::drop().table(table.name).take()).await?;
    }
    Ok(())
}

impl TableSpec {
    /// `SQLite` deletes the rows one by one before it drops a table, and a row that another one of the same
    /// table points at would stop it.
    async fn release_itself(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let to_itself = |column: &&Column| matches!(column.references, Some((target, _)) if target == self.name);
        for column in self.columns.iter().filter(to_itself) {
            let empty = Query::update().table(self.name).value(column.name, Expr::cust("NULL")).take();
            manager.execute(empty).await?;
        }
        Ok(())
    }
}
