//! Shards written into an output folder.

use crate::io::format::compression::Compression;
use crate::io::format::detect::Container;
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::job::{CutsAs, ShardJob, ShardOptions};
use crate::io::shard::manifest::{ManifestEntry, key};
use crate::io::shard::part::PartFiles;
use crate::io::shard::part_journal::{JournalBlock, JournalHead};
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::shard_out::{ShardEnd, ShardOut};
use crate::io::shard::sidecar::{
    SIDECAR_VERSION, ShardWas, SidecarColumns, SidecarEnd, SidecarHead, push_line,
};
use crate::io::shard::table::{make_table, write_table};
use crate::io::shard::table_form::{Extra, NewTable, Table, TableForm};
use std::io;
use std::path::PathBuf;

/// Writes each shard where its path below the input says, and its cuts below `_dechaff/cuts`.
#[derive(Debug)]
pub(crate) struct FolderOut<'o> {
    folder: PathBuf,
    options: &'o ShardOptions,
    by: String,
    open: Option<OpenShard>,
}

/// The shard that is being written.
#[derive(Debug)]
struct OpenShard {
    shard: String,
    paths: PartPaths,
    head: JournalHead,
    first_cuts: Vec<u8>,
    packing: Compression,
    kept: Vec<JournalBlock>,
    files: Option<PartFiles>,
    grows: Grows,
    table: Option<Box<dyn Table>>,
}

/// How a shard grows.
#[derive(Debug)]
enum Grows {
    /// By bytes.
    Blocks,
    /// As the copy of a table, whose text's field is that.
    Copied(PathBuf, String),
    /// As a table of rows, whose text's field is that.
    Made(String),
}

impl Grows {
    fn of(job: &ShardJob) -> Self {
        let text = job.fields.text.written().to_owned();
        match job.to.container {
            Container::Parquet if job.is_converted() => Self::Made(text),
            Container::Parquet => Self::Copied(job.entry.file.clone(), text),
            _ => Self::Blocks,
        }
    }
}

impl<'o> FolderOut<'o> {
    pub(crate) fn new(folder: PathBuf, options: &'o ShardOptions, by: String) -> Self {
        Self {
            folder,
            options,
            by,
            open: None,
        }
    }

    fn open(&mut self) -> &mut OpenShard {
        self.open.as_mut().expect("a shard was started")
    }

    /// The files of the shard, made ready when the first block comes that is not there yet.
    fn files(&mut self) -> io::Result<&mut PartFiles> {
        let folder = self.folder.clone();
        let open = self.open();
        if open.files.is_none() {
            let paths = open.paths.clone();
            open.files = Some(PartFiles::open(
                &folder,
                paths,
                &open.head,
                &open.kept,
                &open.first_cuts,
            )?);
        }
        Ok(open.files.as_mut().expect("it was just made"))
    }

    /// The table that is written, if the shard is one: begun when it is first asked for.
    fn table(&mut self) -> io::Result<Option<&mut Box<dyn Table>>> {
        let options = self.options;
        let scratch = self.files()?.partial().to_owned();
        let open = self.open();
        if open.table.is_some() {
            return Ok(open.table.as_mut());
        }
        let files = open.files.as_ref().expect("they were just opened");
        let (extra, level, scratch) = (Extra::of(options), options.level, scratch.as_path());
        let table = match &open.grows {
            Grows::Blocks => return Ok(None),
            Grows::Copied(template, text) => {
                let form = TableForm {
                    template,
                    text,
                    extra,
                    drops_extra: false,
                    level,
                    scratch,
                };
                write_table(&form, files.lend_out()?)?
            }
            Grows::Made(text) => {
                let form = NewTable {
                    text,
                    extra,
                    level,
                    scratch,
                };
                make_table(&form, files.lend_out()?)?
            }
        };
        Ok(Some(open.table.insert(table)))
    }

    /// The first line of the cuts, packed.
    fn first_cuts(&self, job: &ShardJob) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let head = SidecarHead {
            version: SIDECAR_VERSION,
            shard: job.entry.id.text(),
            format: job.to.container.word().to_lowercase(),
            from: (job.to != job.entry.format).then(|| job.entry.format.word()),
            text_field: job.fields.text.written().to_owned(),
            columns: (job.to.container == Container::Parquet)
                .then(|| SidecarColumns::of(&job.fields)),
            text: self.options.text.word().to_owned(),
            cuts: self.options.cuts.word().to_owned(),
            by: self.by.clone(),
            dechaff: env!("CARGO_PKG_VERSION").to_owned(),
        };
        push_line(&head, &mut line);
        Compression::Zstd.pack(&line, 0)
    }
}

impl ShardOut for FolderOut<'_> {
    fn start(&mut self, job: &ShardJob) -> io::Result<()> {
        self.open = Some(OpenShard {
            shard: key(&job.entry.id),
            paths: PartPaths::new(&self.folder, &job.entry.id),
            head: JournalHead::new(&job.entry.id, &self.by),
            first_cuts: self.first_cuts(job)?,
            packing: job.packing(),
            kept: Vec::new(),
            files: None,
            grows: Grows::of(job),
            table: None,
        });
        Ok(())
    }

    fn keep(&mut self, block: JournalBlock) {
        self.open().kept.push(block);
    }

    fn add(&mut self, block: &CleanBlock) -> io::Result<()> {
        if let Some(table) = self.table()? {
            table.add(&block.out)?;
            return self.files()?.add_cuts(&block.cuts);
        }
        self.files()?.add(block)
    }

    fn end(&mut self, end: &ShardEnd) -> io::Result<()> {
        let has_sidecar = self.options.cuts == CutsAs::Sidecar;
        let has_cuts = has_sidecar || end.totals.counts.rejected > 0;
        let (by, memory) = (self.by.clone(), self.options.memory);
        let packing = self.open().packing;
        self.table()?; // a shard without rows has one, too
        if let Some(table) = self.open().table.take() {
            let (len_bytes, hash) = table.finish()?;
            self.files()?.out_was_written(len_bytes, hash);
        }
        let files = self.files()?;
        if files.out_len() == 0 && packing != Compression::None {
            files.add_out(&packing.pack(b"", 0)?)?; // an empty file is no gzip and no Zstandard
        }
        if has_cuts {
            let mut line = Vec::new();
            push_line(&sidecar_end(end), &mut line);
            files.add_cuts(&Compression::Zstd.pack(&line, 0)?)?;
        }
        let open = self.open.take().expect("a shard was started");
        let files = open.files.expect("its files were opened");
        let entry = ManifestEntry {
            shard: open.shard,
            damaged: end.source.failure.clone(),
            by,
            memory,
            input_len: end.input_len,
            input_blake3: end.source.packed_hash.to_hex().to_string(),
            out_len: files.out_len(),
            out_blake3: files.out_hash(),
            cuts: has_cuts,
            totals: end.totals.clone(),
        };
        files.publish(entry)
    }

    fn leave(&mut self) -> io::Result<()> {
        match self.open.take() {
            Some(OpenShard {
                files: Some(mut files),
                grows: Grows::Blocks,
                ..
            }) => files.checkpoint(),
            Some(OpenShard {
                files: Some(files), ..
            }) => files.discard(),
            _ => Ok(()),
        }
    }
}

fn sidecar_end(end: &ShardEnd) -> SidecarEnd {
    SidecarEnd {
        end: ShardWas {
            rows: end.totals.counts.rows,
            rejected: end.totals.counts.rejected,
            len_bytes: end.source.len_bytes,
            blake3: end.source.hash.to_hex().to_string(),
            damaged: end.source.failure.clone(),
        },
    }
}
