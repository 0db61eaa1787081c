package dev.liveline.hub.live;

import dev.liveline.edge.problem.Problem;
import io.vertx.ext.web.RoutingContext;

/// Answers whatever asks for something else than reading on a path that is only read.
public final class OnlyGet {

    private OnlyGet() {}

    public static void refuse(RoutingContext request) {
        // What a refused request brings along is not waited for.
        request.request().resume();
        Problems.answer(request.response(), Problem.of(405, "This path is only read.").header("Allow", "GET"));
    }
}
