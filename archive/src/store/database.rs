//! The tables in IndexedDB.
//!
//! **Invariant:** all reads of a transaction are under way before the first is waited for, and the writes follow in the
//! turn in which the last one comes, so that the transaction is still open. Whoever waits for it waits for its end
//! (`complete` or `abort`), not for its requests: only then it is kept, and only then the reason of an abort is known.

use std::cell::RefCell;

use idb::request::futures::{GetAllKeysStoreRequestFuture, GetAllStoreRequestFuture};
use idb::{
    DatabaseEvent, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, Transaction,
    TransactionMode,
};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

use super::{Decide, Entry, Span, Table, Write};
use crate::trouble::Trouble;

const NAME: &str = "causerie";
/// Of the tables; records have a version of their own.
const VERSION: u32 = 1;

/// A connection. One that was closed (the visitor cleared the site's data, a newer version wants to change the tables)
/// is opened again when it is needed.
pub struct Database(RefCell<idb::Database>);

impl Database {
    /// Opens it, and makes the tables if there are none.
    pub async fn open() -> Result<Self, Trouble> {
        match connect().await {
            Ok(connection) => Ok(Self(RefCell::new(connection))),
            // Whatever else a browser says here, it gives no database.
            Err(Trouble::Failed) => Err(Trouble::Blocked),
            Err(trouble) => Err(trouble),
        }
    }

    pub async fn read(&self, span: &Span, limit: Option<u32>) -> Result<Vec<Entry>, Trouble> {
        let transaction = self.begin(&[span.table.name()], TransactionMode::ReadOnly).await?;
        Ok(Reading::start(&transaction, span, limit)?.end().await?)
    }

    pub async fn update(&self, spans: &[Span], decide: Decide<'_>) -> Result<(), Trouble> {
        let transaction = self.begin(&Table::ALL.map(Table::name), TransactionMode::ReadWrite).await?;
        let own = IdbTransaction::from(transaction);
        let mut transaction = Transaction::from(own.clone());
        let end = end_of(&mut transaction);
        let written = match found(&transaction, spans).await {
            Ok(found) => write(&transaction, decide(found)),
            Err(error) => Err(error),
        };
        if written.is_err() {
            let _ = own.abort();
        }
        let ended = JsFuture::from(end).await;
        written?;
        match ended {
            Ok(_) => Ok(()),
            Err(_) => Err(own.error().map_or(Trouble::Failed, |reason| Trouble::of(&reason))),
        }
    }

    async fn begin(&self, tables: &[&str], mode: TransactionMode) -> Result<Transaction, Trouble> {
        if let Ok(transaction) = self.0.borrow().transaction(tables, mode) {
            return Ok(transaction);
        }
        let connection = connect().await?;
        self.0.replace(connection).close();
        Ok(self.0.borrow().transaction(tables, mode)?)
    }
}

async fn connect() -> Result<idb::Database, Trouble> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for table in Table::ALL {
                let _ = database.create_object_store(table.name(), ObjectStoreParams::new());
            }
        }
    });
    let connection = IdbDatabase::from(request.await?);
    let mut database = idb::Database::from(connection.clone());
    // A newer version that wants to change the tables must not wait for this tab.
    database.on_version_change(move |_| connection.close());
    Ok(database)
}

/// A promise of a transaction's end.
fn end_of(transaction: &mut Transaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.on_complete(move |_| _ = resolve.call0(&JsValue::NULL));
        transaction.on_abort(move |_| _ = reject.call0(&JsValue::NULL));
    })
}

async fn found(transaction: &Transaction, spans: &[Span]) -> Result<Vec<Vec<Entry>>, Error> {
    let mut readings = Vec::new();
    for span in spans {
        readings.push(Reading::start(transaction, span, None)?);
    }
    let mut found = Vec::new();
    for reading in readings {
        found.push(reading.end().await?);
    }
    Ok(found)
}

/// Nobody waits for the requests: the transaction ends when they have.
fn write(transaction: &Transaction, writes: Vec<Write>) -> Result<(), Error> {
    let table = |table: Table| transaction.object_store(table.name());
    for write in writes {
        match write {
            Write::Put(into, key, text) => drop(table(into)?.put(&text.into(), Some(&key.into()))?),
            Write::Erase(span) => drop(table(span.table)?.delete(Query::KeyRange(range(&span)?))?),
        }
    }
    Ok(())
}

/// A span that is being read: keys and values are two requests.
struct Reading {
    keys: GetAllKeysStoreRequestFuture,
    values: GetAllStoreRequestFuture,
}

impl Reading {
    fn start(transaction: &Transaction, span: &Span, limit: Option<u32>) -> Result<Self, Error> {
        let table: ObjectStore = transaction.object_store(span.table.name())?;
        let query = || Ok::<_, Error>(Some(Query::KeyRange(range(span)?)));
        Ok(Self {
            keys: table.get_all_keys(query()?, limit)?.into_future(),
            values: table.get_all(query()?, limit)?.into_future(),
        })
    }

    async fn end(self) -> Result<Vec<Entry>, Error> {
        let keys = self.keys.await?;
        let values = self.values.await?;
        let entry = |(key, value): (JsValue, JsValue)| Some((key.as_string()?, value.as_string()));
        Ok(keys.into_iter().zip(values).filter_map(entry).collect())
    }
}

fn range(span: &Span) -> Result<KeyRange, Error> {
    KeyRange::bound(&span.from.as_str().into(), &span.to.as_str().into(), None, None)
}
