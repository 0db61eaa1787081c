package dev.liveline.edge.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.container.ContainerRequestContext;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/// What a path takes, for whoever asked for something else: Quarkus sends no `Allow` with its 405, and answers 404 where a plain route takes only some
/// methods.
public final class WrongMethods {

    private WrongMethods() {}

    /// What follows the plain route that takes the one method.
    public static Handler<RoutingContext> takenOnly(String method) {
        return context -> {
            // What a refused request brings along is not waited for.
            context.request().resume();
            Problem.wrongMethod(method).answer(context.response());
        };
    }

    /// The methods that resources take at the path, by the tables Quarkus itself routes with. Every path that has a GET has a HEAD, and all have
    /// OPTIONS.
    static SortedSet<String> taken(ContainerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) ((ResteasyReactiveContainerRequestContext) context)
            .getServerRequestContext();
        RequestMapper<InitialMatch> resources = new RequestMapper<>(new ArrayList<>(request.getDeployment().getClassMappers()));
        String path = request.getPathWithoutPrefix();
        SortedSet<String> methods = new TreeSet<>();
        for (RequestMatch<InitialMatch> match = resources.map(path); match != null; match = resources.continueMatching(path,
                match)) {
            String below = match.remaining.isEmpty() ? "/" : match.remaining;
            methods(match.value, below).forEach(methods::add);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static Stream<String> methods(InitialMatch resource, String below) {
        return Arrays.stream(resource.handlers)
            .filter(ClassRoutingHandler.class::isInstance)
            .flatMap(routing -> ((ClassRoutingHandler) routing).getMappers().entrySet().stream())
            .filter(entry -> entry.getKey() != null && entry.getValue().map(below) != null)
            .map(Map.Entry::getKey);
    }
}
