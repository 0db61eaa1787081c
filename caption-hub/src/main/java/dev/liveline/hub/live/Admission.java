package dev.liveline.hub.live;

import java.util.function.Consumer;

import dev.liveline.edge.problem.Problem;
import dev.liveline.hub.access.Gate.Admitted;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/// The way from a request to somebody who is let in, or to the answer why not.
final class Admission {

    private Admission() {}

    /// @param welcome called on the request's own loop; may still refuse by throwing a [Problem]
    static void admit(LiveServices services, RoutingContext request, Consumer<Admitted> welcome) {
        Context own = Vertx.currentContext();
        Future<Admitted> admitted;
        try {
            admitted = services.draining().isDraining()
                    ? Future.failedFuture(Problem.unavailable("This replica is going away.", 1))
                    : services.gate().admit(request);
        } catch (Problem refusal) {
            admitted = Future.failedFuture(refusal);
        }
        admitted.onComplete(decided -> own.runOnContext(_ -> {
            if (decided.failed()) {
                Problems.answer(request.response(), Problems.of(decided.cause()));
            } else if (request.response().closed()) {
                decided.result().place().giveBack();
            } else {
                try {
                    welcome.accept(decided.result());
                } catch (Problem refusal) {
                    Problems.answer(request.response(), refusal);
                }
            }
        }));
    }
}
