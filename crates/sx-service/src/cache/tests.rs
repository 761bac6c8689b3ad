use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt as _;
use sx_model::AppError;

use super::*;

/// Counts how often the source is asked; each answer has another row count.
#[derive(Clone, Default)]
struct Source(Arc<AtomicUsize>);

impl Source {
    fn asked(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Takes 20 ms.
    fn ask(&self, at: DateTime<Utc>) -> impl FnOnce() -> Asking + use<> {
        let asked = Arc::clone(&self.0);
        move || {
            async move {
                let sql_rowcount = asked.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                Ok(Answer { sql_rowcount, ..answer(at) })
            }
            .boxed()
        }
    }

    fn fail(&self) -> impl FnOnce() -> Asking + use<> {
        let asked = Arc::clone(&self.0);
        move || {
            async move {
                asked.fetch_add(1, Ordering::SeqCst);
                Err(AppError::internal())
            }
            .boxed()
        }
    }
}

fn answer(queried_dttm: DateTime<Utc>) -> Answer {
    Answer { processed: Processed::default(), sql_rowcount: 0, queried_dttm, took: Took::default() }
}

fn at(secs: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + secs, 0).unwrap()
}

/// Of one key, by the second at which it is asked.
fn question(lifetime_secs: i64, now: i64) -> Question {
    let mut key = KeyWriter::new();
    key.part("test", b"q");
    Question { key: key.finish(), lifetime: Lifetime::from_secs(lifetime_secs), force: false, now: at(now) }
}

fn cache() -> Arc<AnswerCache> {
    Arc::new(AnswerCache::new(1 << 20, None))
}

/// What is done behind is done soon.
async fn until(is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), wait).await.unwrap();
    tokio::time::sleep(Duration::from_millis(30)).await;
}

#[tokio::test]
async fn five_hundred_at_once_ask_once_and_a_failure_is_not_kept() {
    let (cache, source, question) = (cache(), Source::default(), question(0, 0));
    assert!(cache.get_or_ask(question, source.fail()).await.is_err());
    let all = (0..500).map(|_| cache.get_or_ask(question, source.ask(at(0))));
    assert!(futures::future::join_all(all).await.iter().all(|found| found.is_ok()));
    assert_eq!(source.asked(), 2);
    assert!(cache.get_or_ask(question, source.fail()).await.unwrap().is_cached);
    let forced = Question { force: true, ..question };
    assert!(!cache.get_or_ask(forced, source.ask(at(0))).await.unwrap().is_cached);
    assert_eq!(source.asked(), 3);
}

#[tokio::test]
async fn who_forces_boards_no_flight_of_those_who_do_not() {
    let (cache, source, question) = (cache(), Source::default(), question(0, 0));
    let forced = Question { force: true, ..question };
    let slow = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        Ok(answer(at(0)))
    };
    let both = futures::future::join(
        cache.get_or_ask(question, || slow.boxed()),
        futures::future::join_all([1, 2].map(|_| cache.get_or_ask(forced, source.ask(at(1))))),
    );
    let (unforced, forced) = both.await;
    assert_eq!(unforced.unwrap().answer.queried_dttm, at(0));
    assert!(forced.iter().all(|found| found.as_ref().is_ok_and(|found| found.answer.queried_dttm == at(1))));
    assert_eq!(source.asked(), 1, "two who force are one");
    let kept = cache.get_or_ask(question, source.fail()).await.unwrap();
    assert_eq!(kept.answer.queried_dttm, at(1), "what was asked later stays");
}

#[tokio::test]
async fn the_last_one_to_leave_cancels() {
    let cache = cache();
    let (ended, dropped) = tokio::sync::oneshot::channel::<()>();
    let ask = || {
        async move {
            let _ended = ended;
            std::future::pending::<()>().await;
            Ok(answer(at(0)))
        }
        .boxed()
    };
    let waiting = cache.get_or_ask(question(0, 0), ask);
    assert!(tokio::time::timeout(Duration::from_millis(20), waiting).await.is_err());
    let cancelled = tokio::time::timeout(Duration::from_secs(5), dropped).await;
    assert!(cancelled.expect("the flight was cancelled").is_err());
}

#[tokio::test]
async fn a_stale_answer_is_given_at_once_and_asked_for_anew_behind_by_one() {
    let (cache, source) = (cache(), Source::default());
    cache.get_or_ask(question(100, 0), source.ask(at(0))).await.unwrap();
    // Fresh until four fifths of its life.
    assert!(cache.get_or_ask(question(100, 79), source.fail()).await.unwrap().is_cached);
    assert_eq!(source.asked(), 1);
    for _ in 0..50 {
        let found = cache.get_or_ask(question(100, 85), source.ask(at(85))).await.unwrap();
        assert_eq!((found.is_cached, found.answer.sql_rowcount), (true, 0));
    }
    until(|| source.asked() == 2).await;
    let found = cache.get_or_ask(question(100, 86), source.fail()).await.unwrap();
    assert_eq!((found.is_cached, found.answer.sql_rowcount, source.asked()), (true, 1, 2));
}

#[tokio::test]
async fn a_stale_answer_whose_refresh_fails_stays_until_its_hard_end() {
    let (cache, source) = (cache(), Source::default());
    cache.get_or_ask(question(100, 0), source.ask(at(0))).await.unwrap();
    assert!(cache.get_or_ask(question(100, 85), source.fail()).await.unwrap().is_cached);
    until(|| source.asked() == 2).await;
    // A source that is down is not asked with every question …
    assert!(cache.get_or_ask(question(100, 86), source.fail()).await.unwrap().is_cached);
    assert_eq!(source.asked(), 2);
    // … but again after a while, and in the end people wait.
    assert!(cache.get_or_ask(question(100, 96), source.fail()).await.unwrap().is_cached);
    until(|| source.asked() == 3).await;
    assert!(cache.get_or_ask(question(100, 100), source.fail()).await.is_err());
    assert_eq!(source.asked(), 4);
}

#[tokio::test]
async fn nobody_gets_an_answer_older_than_their_own_timeout() {
    let (cache, source) = (cache(), Source::default());
    cache.get_or_ask(question(0, 0), source.ask(at(0))).await.unwrap();
    assert!(cache.get_or_ask(question(0, 10_000), source.fail()).await.unwrap().is_cached);
    assert!(!cache.get_or_ask(question(60, 10_000), source.ask(at(10_000))).await.unwrap().is_cached);
    // -1 neither reads what is kept nor keeps what it reads.
    let bypassing = question(-1, 10_001);
    assert!(!cache.get_or_ask(bypassing, source.ask(at(10_001))).await.unwrap().is_cached);
    assert_eq!(cache.get_or_ask(question(60, 10_001), source.fail()).await.unwrap().answer.sql_rowcount, 1);
}

/// Two servers with one Redis, in one process.
mod shared {
    use super::*;

    fn servers() -> [Arc<AnswerCache>; 2] {
        let url = std::env::var("SEXTANT_TEST_REDIS").expect("SEXTANT_TEST_REDIS: run the tests by `make test-rust`");
        [(); 2]
            .map(|()| Arc::new(AnswerCache::new(1 << 20, Some(RedisCache::new(&url, Duration::from_secs(1)).unwrap()))))
    }

    fn question() -> Question {
        let mut key = KeyWriter::new();
        key.part("test", uuid::Uuid::new_v4().as_bytes());
        Question { key: key.finish(), ..super::question(100, 0) }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn servers_at_once_ask_once() {
        let (servers, source, question) = (servers(), Source::default(), question());
        let all = (0..500).map(|number| servers[number % 2].get_or_ask(question, source.ask(at(0))));
        assert!(futures::future::join_all(all).await.iter().all(|found| found.is_ok()));
        assert_eq!(source.asked(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_gives_up_and_who_dies_is_followed() {
        let ([first, second], source, question) = (servers(), Source::default(), question());
        let waiting = |server: &Arc<AnswerCache>| {
            let server = Arc::clone(server);
            tokio::spawn(async move { server.get_or_ask(question, || std::future::pending().boxed()).await })
        };
        // Nobody waits for the first one's answer any more: its turn ends at once.
        let left = waiting(&first);
        tokio::time::sleep(Duration::from_millis(100)).await;
        left.abort();
        let began = std::time::Instant::now();
        assert!(second.get_or_ask(question, source.ask(at(0))).await.is_ok());
        // Sooner than the lease would have ended by itself.
        assert!(began.elapsed() < Duration::from_millis(2_900), "{:?}", began.elapsed());
        assert_eq!(source.asked(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_holder_that_died_holds_up_nobody_for_long() {
        let ([first, second], source, question) = (servers(), Source::default(), question());
        let redis = first.redis().unwrap();
        let Turn::Ours(lease) = redis.take_turn(question.key).await else { panic!("the turn was free") };
        // As if the process had ended: nobody prolongs it, nobody gives it back.
        lease.forget();
        let began = std::time::Instant::now();
        assert!(second.get_or_ask(question, source.ask(at(0))).await.is_ok());
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(source.asked(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_lost_the_turn_writes_nothing() {
        let ([first, second], question) = (servers(), question());
        let redis = first.redis().unwrap();
        let Turn::Ours(lost) = redis.take_turn(question.key).await else { panic!("the turn was free") };
        let raw = ::redis::Client::open(std::env::var("SEXTANT_TEST_REDIS").unwrap()).unwrap();
        let mut raw = raw.get_multiplexed_async_connection().await.unwrap();
        let lock = format!("sextant:{{{}}}:lock", question.key.hex());
        let gone: i64 = ::redis::cmd("DEL").arg(&lock).query_async(&mut raw).await.unwrap();
        assert_eq!(gone, 1);
        let Turn::Ours(turn) = second.redis().unwrap().take_turn(question.key).await else { panic!("it was free") };
        lost.publish(question.lifetime, Arc::new(answer(at(0))));
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(redis.get(&question.key).await.is_none());
        assert!(matches!(redis.take_turn(question.key).await, Turn::Theirs));
        turn.publish(question.lifetime, Arc::new(answer(at(1))));
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(redis.get(&question.key).await.unwrap().queried_dttm, at(1));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_answer_from_elsewhere_has_its_age() {
        let ([first, second], source, question) = (servers(), Source::default(), question());
        first.get_or_ask(question, source.ask(at(0))).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let later = |now| Question { now: at(now), ..question };
        assert!(second.get_or_ask(later(70), source.fail()).await.unwrap().is_cached);
        // Stale there, too, and ended at the same moment as here.
        assert!(second.get_or_ask(later(90), source.ask(at(90))).await.unwrap().is_cached);
        until(|| source.asked() == 2).await;
        // The first finds the second's answer in Redis instead of asking.
        assert!(first.get_or_ask(later(91), source.fail()).await.unwrap().is_cached);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let found = first.get_or_ask(later(120), source.fail()).await.unwrap();
        assert_eq!((found.is_cached, found.answer.queried_dttm, source.asked()), (true, at(90), 2));
    }
}
