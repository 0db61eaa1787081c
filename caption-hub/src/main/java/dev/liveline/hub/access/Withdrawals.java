package dev.liveline.hub.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Whose authorisation was withdrawn. The sorted set `liveline:access:withdrawn` holds subjects with the time, in epoch milliseconds, before
/// which their tokens no longer count; whoever administers accounts writes it: `ZADD liveline:access:withdrawn <ms> <sub>`.
///
/// Each replica keeps a copy and looks for news every second, so that checking costs nothing and open connections are closed at once.
public final class Withdrawals {

    static final String KEY = "liveline:access:withdrawn";

    private static final Logger LOG = Logger.getLogger(Withdrawals.class);
    /// Entries may arrive with a time a little in the past; older news are not looked for again.
    private static final long LOOK_BACK_MS = Duration.ofMinutes(10).toMillis();

    private final Redis redis;
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
    private final List<Runnable> whenNews = new CopyOnWriteArrayList<>();
    private volatile long newest;

    public Withdrawals(Redis redis) {
        this.redis = redis;
    }

    /// Runs when something was withdrawn since the last look.
    public void whenNews(Runnable action) {
        whenNews.add(action);
    }

    /// Whether this guest's authorisation counts no more.
    public boolean concern(Guest guest) {
        Long from = notBefore.get(guest.person().name());
        return from != null && guest.issuedAt() < from;
    }

    /// Looks for news. A Redis that does not answer changes nothing: what was withdrawn stays withdrawn.
    public Future<Void> look() {
        long since = Math.max(0, newest - LOOK_BACK_MS);
        return redis
            .send(Request.cmd(Command.ZRANGE).arg(KEY).arg(since).arg("+inf").arg("BYSCORE").arg("WITHSCORES"))
            .onSuccess(found -> {
                boolean news = false;
                for (int i = 0; i < found.size(); i++) {
                    // Pairs of member and score in RESP3, one after the other in RESP2.
                    boolean pair = found.get(i).size() == 2;
                    String subject = (pair ? found.get(i).get(0) : found.get(i)).toString();
                    long from = (pair ? found.get(i).get(1) : found.get(++i)).toDouble().longValue();
                    newest = Math.max(newest, from);
                    Long before = notBefore.put(subject, from);
                    news |= before == null || before < from;
                }
                if (news) {
                    whenNews.forEach(Runnable::run);
                }
            })
            .onFailure(failure -> LOG.debugf("withdrawn authorisations could not be read: %s", failure.toString()))
            .mapEmpty();
    }
}
