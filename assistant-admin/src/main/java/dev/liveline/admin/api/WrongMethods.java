package dev.liveline.admin.api;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.liveline.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Answers a method that a path does not take with those it takes: a 405 must have `Allow` (RFC 9110, 15.5.6), and Quarkus sends none.
@RegisterForReflection(targets = { AssistantResource.class, ManifestResource.class, PhoneNumberResource.class,
        PresetResource.class }, fields = false)
public final class WrongMethods {

    private record Route(Pattern path, String method) {}

    private static final List<Route> ROUTES = List
        .<Class<?>>of(AssistantResource.class, ManifestResource.class, PhoneNumberResource.class, PresetResource.class)
        .stream()
        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods())
            .flatMap(method -> route(resource, method).stream()))
        .toList();

    @ServerExceptionMapper
    public Response answer(NotAllowedException refusal, UriInfo uri) {
        Problem problem = Problem.of(405, "The path does not take this method.");
        return Response.status(405)
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.ALLOW, String.join(", ", allowed(uri.getPath())))
            .entity(problem.json())
            .build();
    }

    /// Every path that has a GET has a HEAD, and all have OPTIONS.
    static SortedSet<String> allowed(String path) {
        SortedSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        ROUTES.stream().filter(route -> route.path().matcher(path).matches()).map(Route::method).forEach(methods::add);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static Optional<Route> route(Class<?> resource, Method method) {
        String below = Optional.ofNullable(method.getAnnotation(Path.class)).map(Path::value).orElse("");
        String path = (resource.getAnnotation(Path.class).value() + below).replaceAll("\\{[^}]*}", "[^/]+") + "/?";
        return Arrays.stream(method.getAnnotations())
            .map(Annotation::annotationType)
            .map(type -> type.getAnnotation(HttpMethod.class))
            .filter(verb -> verb != null)
            .map(verb -> new Route(Pattern.compile(path), verb.value()))
            .findFirst();
    }
}
