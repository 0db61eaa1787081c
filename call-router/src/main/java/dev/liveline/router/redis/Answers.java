package dev.liveline.router.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// One answer to a webhook, however often it is delivered and to whichever replica: `liveline:answer:<name>` is claimed before the work and
/// holds the answer after it; the set `liveline:answers:<call>` has the names of a call's.
///
/// A repetition that comes while the first is in work waits for its answer. If that never comes (the replica died), the repetition gets
/// `unfinished`, because the work may have had its effect. While Redis is away a replica still knows its own answers.
@ApplicationScoped
public class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);
    private static final int KEPT_HERE = 5_000;
    private static final String IN_WORK = "?";
    private static final long POLL_MS = 100;
    /// Adds names to a call's, for their time. In one step: Redis may take a command when nobody waits for it any more to send the next.
    private static final String INDEX = """
            redis.call('SADD', KEYS[1], unpack(ARGV, 2))
            return redis.call('PEXPIRE', KEYS[1], ARGV[1])
            """;

    private final BudgetedRedis redis;
    private final long keptMs;
    private final Duration patience;
    private final Map<String, CompletableFuture<String>> here = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<String>> eldest) {
            return size() > KEPT_HERE;
        }
    });

    public Answers(BudgetedRedis redis, RouterConfig config) {
        this.redis = redis;
        this.keptMs = config.routing().answersKept().toMillis();
        this.patience = config.routing().repetitionBudget();
    }

    /// @param call       the CallSid or call id it is about, for [#forget]
    /// @param names      what the webhook may be known by, such as its idempotency token and its CallSid: any seen before is a repetition
    /// @param work       makes the answer and has the effects; runs at most once
    /// @param unfinished answers a repetition whose first delivery was never finished
    public String once(String call, List<String> names, Supplier<String> work, Supplier<String> unfinished) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        for (String name : names) {
            CompletableFuture<String> other = here.putIfAbsent(name, mine);
            if (other != null && other != mine) {
                // Names of this delivery that were new stand for the same answer from now on.
                other.whenComplete((answer, failure) -> {
                    if (failure == null) {
                        mine.complete(answer);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
                return await(other, unfinished);
            }
        }
        try {
            String answer = repeated(names, unfinished).orElseGet(() -> {
                String made = work.get();
                store(names, made);
                index(call, names);
                return made;
            });
            mine.complete(answer);
            return answer;
        } catch (RuntimeException failure) {
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    private String await(CompletableFuture<String> other, Supplier<String> unfinished) {
        try {
            return other.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException never) {
            return unfinished.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return unfinished.get();
        }
    }

    /// Claims every name; empty if this delivery is the first, or Redis cannot tell.
    private Optional<String> repeated(List<String> names, Supplier<String> unfinished) {
        List<String> claimed = new ArrayList<>();
        try {
            for (String name : names) {
                String before = claim(name);
                if (before != null) {
                    String answer = before.equals(IN_WORK) ? poll(name, unfinished) : before;
                    store(claimed, answer);
                    return Optional.of(answer);
                }
                claimed.add(name);
            }
        } catch (RedisOutOfReach away) {
            LOG.debug("Redis cannot tell whether a webhook is a repetition");
        }
        return Optional.empty();
    }

    private String claim(String name) {
        Response set = Waiting.on(redis
            .send(Request.cmd(Command.SET).arg(key(name)).arg(IN_WORK).arg("NX").arg("PX").arg(patience.toMillis() * 5)));
        if (set != null) {
            return null;
        }
        Response before = Waiting.on(redis.send(Request.cmd(Command.GET).arg(key(name))));
        return before == null ? IN_WORK : before.toString();
    }

    private String poll(String name, Supplier<String> unfinished) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Response now = Waiting.on(pause().compose(_ -> redis.send(Request.cmd(Command.GET).arg(key(name)))));
            if (now != null && !now.toString().equals(IN_WORK)) {
                return now.toString();
            }
        }
        return unfinished.get();
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        redis.vertx().setTimer(POLL_MS, _ -> over.complete());
        return over.future();
    }

    /// Nobody waits for this: a repetition comes seconds later, and finds the claim at worst.
    private void store(List<String> names, String answer) {
        names.forEach(name -> redis.send(Request.cmd(Command.SET).arg(key(name)).arg(answer).arg("PX").arg(keptMs))
            .onFailure(failure -> LOG.debugf("answer not kept: %s", failure.toString())));
    }

    private void index(String call, List<String> names) {
        List<Object> added = new ArrayList<>(List.of(keptMs));
        added.addAll(names);
        redis.eval(INDEX, List.of(ofCall(call)), added.toArray())
            .onFailure(failure -> LOG.debugf("an answer's call was not noted: %s", failure.toString()));
    }

    /// The call was erased: so are the answers to what was asked about it.
    public Future<Void> forget(String call) {
        return redis.send(Request.cmd(Command.SMEMBERS).arg(ofCall(call))).compose(names -> {
            List<Future<@Nullable Response>> deleted = new ArrayList<>();
            if (names != null) {
                for (Response name : names) {
                    here.remove(name.toString());
                    // One by one: in a cluster they lie in different slots.
                    deleted.add(redis.send(Request.cmd(Command.DEL).arg(key(name.toString()))));
                }
            }
            deleted.add(redis.send(Request.cmd(Command.DEL).arg(ofCall(call))));
            return Future.all(deleted).mapEmpty();
        });
    }

    private static String ofCall(String call) {
        return "liveline:answers:" + call;
    }

    private static String key(String name) {
        return "liveline:answer:" + name;
    }
}
