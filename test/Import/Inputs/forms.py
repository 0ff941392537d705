"""Writes the listings of a folder in other formats to the current folder."""
import json
import os
import sys

folder = sys.argv[1]
locations = json.load(open(os.path.join(folder, "locations.json")))
skus = json.load(open(os.path.join(folder, "skus.json")))


def write(name, value):
    with open(name, "w") as file:
        json.dump(value, file)


write("locations.json", {"value": locations[::-1]})
write("skus.json", {"value": skus[::-1]})
write("page1.json", {"value": skus[:6], "nextLink": "https://management.example/next"})
write("page2.json", {"value": skus[6:]})
write("old.json", [{key: value for key, value in each.items() if key != "availabilityZoneMappings"} for each in locations])
with open("utf16.json", "wb") as file:
    file.write(json.dumps(locations).encode("utf-16"))
