"""Lambert 72 to WGS84 by the published formulas, without PROJ: what the importer's positions are checked against.

Cone and ellipsoid: NGI, "Belgische datum 1972" (Hayford 1924, parallels 49°50'0.00204" and 51°10'0.00204");
shift to WGS84: the three parameters of EPSG:1610, good to 5 metres and without rotations to get wrong.
"""

from math import atan, atan2, cos, degrees, hypot, log, pi, radians, sin, sqrt, tan

from les_portal.geo import Point

A, F = 6378388.0, 1 / 297.0
E = sqrt(2 * F - F * F)
WGS_A, WGS_F = 6378137.0, 1 / 298.257223563
FALSE_EAST, FALSE_NORTH = 150000.013, 5400088.438
PARALLELS = radians(49.8333339), radians(51.16666723333333)
MERIDIAN = radians(4.367486666666666)
SHIFT = -125.8, 79.9, -100.5


def wgs84(x: float, y: float) -> Point:
    on_hayford = geocentric(*hayford(x, y))
    return Point(*geographic(*(metres + shift for metres, shift in zip(on_hayford, SHIFT, strict=True))))


def _m(phi: float) -> float:
    return cos(phi) / sqrt(1 - (E * sin(phi)) ** 2)


def _t(phi: float) -> float:
    return tan(pi / 4 - phi / 2) / ((1 - E * sin(phi)) / (1 + E * sin(phi))) ** (E / 2)


def hayford(x: float, y: float) -> tuple[float, float]:
    south, north = PARALLELS
    n = (log(_m(south)) - log(_m(north))) / (log(_t(south)) - log(_t(north)))
    g = _m(south) / (n * _t(south) ** n)
    east, down = x - FALSE_EAST, FALSE_NORTH - y  # the cone's tip lies at the pole
    t = (hypot(east, down) / (A * g)) ** (1 / n)
    phi = pi / 2 - 2 * atan(t)
    for _round in range(10):
        phi = pi / 2 - 2 * atan(t * ((1 - E * sin(phi)) / (1 + E * sin(phi))) ** (E / 2))
    return phi, MERIDIAN + atan2(east, down) / n


def geocentric(phi: float, lon: float) -> tuple[float, float, float]:
    radius = A / sqrt(1 - (E * sin(phi)) ** 2)
    return radius * cos(phi) * cos(lon), radius * cos(phi) * sin(lon), radius * (1 - E * E) * sin(phi)


def geographic(x: float, y: float, z: float) -> tuple[float, float]:
    e2 = 2 * WGS_F - WGS_F * WGS_F
    p = hypot(x, y)
    phi = atan2(z, p * (1 - e2))
    for _round in range(10):
        radius = WGS_A / sqrt(1 - e2 * sin(phi) ** 2)
        phi = atan2(z + e2 * radius * sin(phi), p)
    return degrees(phi), degrees(atan2(y, x))
