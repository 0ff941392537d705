"""For az: the hosts of storage accounts end with .localhost, which the C library does not resolve."""
import socket

resolve = socket.getaddrinfo


def loopback(host, *arguments, **options):
    return resolve("localhost" if str(host).endswith(".localhost") else host, *arguments, **options)


socket.getaddrinfo = loopback
