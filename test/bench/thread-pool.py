import csv, sys
from multiprocessing.pool import ThreadPool
import requests

# What one writes in Python: a session, a pool of threads, a call a row.
origin, path, threads = sys.argv[1:]
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=int(threads)))
url = origin + "/topapi/extcontact/create?access_token=token-of-the-bench"

def create(row):
    contact = {**row, "label_ids": [int(label) for label in row["label_ids"].split(";")]}
    return session.post(url, json={"contact": contact}).json()["userid"]

with open(path, newline="", encoding="utf-8") as file, ThreadPool(int(threads)) as pool:
    for _ in pool.imap(create, csv.DictReader(file)):
        pass
