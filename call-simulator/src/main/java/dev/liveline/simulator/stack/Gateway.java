package dev.liveline.simulator.stack;

import java.util.Arrays;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/// Stands where the ingress stands in Kubernetes: one port, requests and WebSockets routed by path. A convenience for one machine; no TLS, no
/// limits of its own.
final class Gateway {

    private final HttpServer server;

    private Gateway(HttpServer server) {
        this.server = server;
    }

    static Future<Gateway> start(Vertx vertx, Ports ports) {
        HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(16_384).setKeepAlive(true).setKeepAliveTimeout(30);
        HttpClient client = vertx.createHttpClient(options);
        HttpProxy proxy = HttpProxy.reverseProxy(client);
        proxy.origin(OriginRequestProvider.selector(context -> Future.succeededFuture(SocketAddress
            .inetSocketAddress(ports.of(serviceOf(context.request().proxiedRequest())), "localhost"))));
        proxy.addInterceptor(new ProxyInterceptor() {
            @Override
            public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
                var peer = context.request().proxiedRequest().remoteAddress();
                context.request().headers().set("X-Forwarded-For", peer == null ? "unknown" : peer.hostAddress());
                return context.sendRequest();
            }
        });
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setMaxFormAttributeSize(-1));
        return server.requestHandler(request -> {
            if (!isRouted(request)) {
                refuse(request, 404, "Not Found", "There is no such path.");
            } else if (isHandshake(request)) {
                upgrade(client, request, ports.of(serviceOf(request)));
            } else {
                proxy.handle(request);
            }
        }).listen(ports.gateway()).map(Gateway::new);
    }

    /// As the proxy library does it, but whatever the service answers instead keeps its headers and its body, which may have no end.
    private static void upgrade(HttpClient client, HttpServerRequest request, int port) {
        request.pause();
        RequestOptions onward = new RequestOptions().setHost("localhost")
            .setPort(port)
            .setMethod(request.method())
            .setURI(request.uri())
            .setHeaders(HttpHeaders.headers()
                .setAll(request.headers())
                .set("X-Forwarded-For", request.remoteAddress().hostAddress()));
        client.request(onward).compose(Gateway::connect).compose(answer -> {
            HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
            response.headers().setAll(answer.headers());
            if (answer.statusCode() != 101) {
                request.resume();
                response.closeHandler(_ -> answer.request().reset());
                // Who leaves before the end ends it for the service, too.
                return answer.pipeTo(response).otherwiseEmpty();
            }
            return request.toNetSocket().onSuccess(outside -> {
                NetSocket inside = answer.netSocket();
                outside.pipeTo(inside);
                inside.pipeTo(outside);
            }).mapEmpty();
        }).onFailure(_ -> {
            request.resume();
            refuse(request, 502, "Bad Gateway", "The service does not answer.");
        });
    }

    private static Future<HttpClientResponse> connect(HttpClientRequest onward) {
        // What fails before the answer fails the future; after it, the piped sockets close each other.
        onward.exceptionHandler(_ -> {
        });
        return onward.connect();
    }

    private static void refuse(HttpServerRequest request, int status, String title, String detail) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail
                        + "\"}");
        }
    }

    Future<Void> stop() {
        return server.close();
    }

    private static boolean isHandshake(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private static boolean isRouted(HttpServerRequest request) {
        return Arrays.stream(Service.values()).anyMatch(service -> service.serves(path(request)));
    }

    private static Service serviceOf(HttpServerRequest request) {
        return Arrays.stream(Service.values()).filter(service -> service.serves(path(request))).findFirst().orElseThrow();
    }

    private static String path(HttpServerRequest request) {
        return request.path() == null ? "" : request.path();
    }
}
