"""What only whoever runs the machine is shown: metrics, on a port of their own."""

from aiohttp import web

from server.counters import Counters

ADMIN_HOST = "127.0.0.1"


def admin_app(counters: Counters) -> web.Application:
    """Return the application of the admin port."""

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=counters.page(), content_type="text/plain")

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    return app
